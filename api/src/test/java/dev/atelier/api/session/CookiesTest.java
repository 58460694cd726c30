package dev.atelier.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CookiesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpService http;

  @BeforeEach
  void start() throws Exception {
    http =
        HttpService.builder()
            .port(0)
            .mount(
                Mount.at((exchange, error) -> exchange.respond(error.status()))
                    .get("/cookie", CookiesTest::cookie))
            .build();
    http.start();
  }

  @AfterEach
  void stop() {
    client.close();
    http.close();
  }

  @Test
  void a_cookie_is_found_among_others_and_nothing_like_it_counts() throws Exception {
    assertThat(found("atelier_session=abc")).isEqualTo("abc");
    assertThat(found("theme=dark; atelier_session=abc; x=y")).isEqualTo("abc");
    assertThat(found("atelier_session=; atelier_session=abc")).isEqualTo("abc");
    assertThat(found("atelier_session=")).isEqualTo("none");
    assertThat(found("other_atelier_session=abc")).isEqualTo("none");
    assertThat(found("atelier_sessions=abc")).isEqualTo("none");
  }

  private String found(String cookies) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(http.uri().resolve("/cookie")).header("Cookie", cookies).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static void cookie(Exchange exchange) throws IOException {
    String value = Cookies.value(exchange, BrowserSessions.COOKIE).orElse("none");
    exchange.respond(200, "text/plain", value.getBytes(StandardCharsets.UTF_8));
  }
}
