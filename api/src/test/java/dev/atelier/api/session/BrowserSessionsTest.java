package dev.atelier.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import dev.atelier.testkit.FakeClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrowserSessionsTest {
  private static final int MAX = 3;

  private final FakeClock clock = FakeClock.fixed();
  private final BrowserSessions sessions = new BrowserSessions("/api", clock, new Random(1), MAX);
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpService http;

  @BeforeEach
  void start() throws Exception {
    http =
        HttpService.builder()
            .port(0)
            .mount(
                Mount.at((exchange, error) -> exchange.respond(error.status()))
                    .post("/begin/{key}", this::begin)
                    .get("/key", this::key))
            .build();
    http.start();
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void there_are_so_many_at_most_and_the_oldest_goes_first() throws Exception {
    String first = begun("one");
    String second = begun("two");
    begun("three");
    assertThat(keyOf(first)).isEqualTo("one");

    String fourth = begun("four");

    assertThat(keyOf(first)).isEqualTo("none");
    assertThat(keyOf(second)).isEqualTo("two");
    assertThat(keyOf(fourth)).isEqualTo("four");
  }

  @Test
  void those_that_are_over_make_room_before_any_that_is_not() throws Exception {
    begun("one");
    begun("two");
    clock.advance(BrowserSessions.LASTS.plus(Duration.ofSeconds(1)));
    String third = begun("three");
    String fourth = begun("four");
    String fifth = begun("five");

    assertThat(keyOf(third)).isEqualTo("three");
    assertThat(keyOf(fourth)).isEqualTo("four");
    assertThat(keyOf(fifth)).isEqualTo("five");
  }

  @Test
  void a_cookie_is_found_among_others_and_nothing_like_it_counts() throws Exception {
    String cookie = begun("one");

    assertThat(keyOf("theme=dark; " + cookie + "; x=y")).isEqualTo("one");
    assertThat(keyOf(cookie + "A")).isEqualTo("none");
    assertThat(keyOf("atelier_session=")).isEqualTo("none");
    assertThat(keyOf("other_" + cookie)).isEqualTo("none");
  }

  private String begun(String key) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(http.uri().resolve("/begin/" + key))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private String keyOf(String cookie) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(http.uri().resolve("/key")).header("Cookie", cookie).build(),
            BodyHandlers.ofString())
        .body();
  }

  private void begin(Exchange exchange) throws IOException {
    sessions.begin(exchange, exchange.variable("key"));
    exchange.respond(204);
  }

  private void key(Exchange exchange) throws IOException {
    String key = sessions.key(exchange).orElse("none");
    exchange.respond(200, "text/plain", key.getBytes(StandardCharsets.UTF_8));
  }
}
