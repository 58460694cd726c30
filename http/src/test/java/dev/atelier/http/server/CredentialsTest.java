package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "Authorization: Bearer atl_1, atl_1",
    "authorization: bEaReR  atl_1 , atl_1",
    "Authorization: KEY atl_1, atl_1",
    "X-Api-Key: atl_1, atl_1",
    "api-key: atl_1, atl_1",
    "Authorization: Basic YTpi, none",
    "Authorization: Bearer, none",
    "Authorization: atl_1, none",
    "x-api-key: , none",
    "x-other: atl_1, none"
  })
  void keys_are_found_where_clients_put_them(String header, String expected) throws Exception {
    Handler echo =
        e ->
            e.respond(
                200,
                "text/plain",
                Credentials.of(e).map(Credentials::secret).orElse("none").getBytes(UTF_8));
    try (TestServer server = TestServer.with("GET", "/x", 0, echo)) {
      assertThat(server.get("/x", header).body()).isEqualTo(expected);
    }
  }

  @Test
  void a_key_does_not_show_when_printed() {
    assertThat(new Credentials("atl_1").toString()).doesNotContain("atl_1");
  }
}
