package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpServiceTest {
  private static final ErrorRenderer JSON =
      (exchange, error) ->
          exchange.respond(
              error.status(),
              "application/json",
              ("{\"error\":\"" + error.getClass().getSimpleName() + "\"}").getBytes(UTF_8));

  @Test
  void a_handler_answers_at_every_prefix_of_its_mount() throws Exception {
    Mount mount =
        Mount.at(JSON, "/v1", "/openai/v1")
            .get(
                "/models/{id}",
                exchange ->
                    exchange.respond(200, "text/plain", exchange.variable("id").getBytes(UTF_8)));
    try (HttpService service = HttpService.builder().port(0).mount(mount).build();
        HttpClient client = HttpClient.newHttpClient()) {
      service.start();
      for (String path : new String[] {"/v1/models/a%2Fb", "/openai/v1/models/a%2Fb"}) {
        HttpResponse<String> answer = get(client, service.uri().resolve(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("a/b");
        assertThat(answer.headers().firstValue("x-request-id").orElseThrow())
            .matches("req_[0-9a-f]{32}");
      }
    }
  }

  private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
