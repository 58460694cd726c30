package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.oidc.StandInProvider;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Browsers stay signed in, whatever process answers them. */
@Timeout(180)
class SessionsTest {
  private static final String SESSION = "/api/v1/session";
  private static final String PUBLIC = "http://studio.example";

  @Test
  void a_restart_signs_nobody_out() {
    LiveServer server = LiveServer.start();
    String cookie = signIn(server);
    assertThat(status(server, cookie)).isEqualTo(200);

    server = server.restarted();

    try {
      assertThat(status(server, cookie)).isEqualTo(200);
      assertThat(out(server, cookie)).isEqualTo(204);
      assertThat(status(server, cookie)).isEqualTo(401);
    } finally {
      server.close();
    }
  }

  @Test
  void every_node_of_a_cluster_knows_who_is_signed_in() throws Exception {
    PostgresAddress database = PostgresServer.empty();
    try (var provider = new StandInProvider(InstantSource.system());
        LiveServer one = node(database, provider);
        LiveServer two = node(database, provider)) {
      String cookie = signIn(one);
      assertThat(status(two, cookie)).isEqualTo(200);
      assertThat(out(two, cookie)).isEqualTo(204);
      assertThat(status(two, cookie)).isEqualTo(401);
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> status(one, cookie) == 401);

      String person = throughProvider(one, two);

      assertThat(person(one, person)).contains("alice@example.org");
      assertThat(person(two, person)).contains("alice@example.org");
    }
  }

  /** Begins at one node and ends at another, as behind a balancer; returns the session's cookie. */
  private static String throughProvider(LiveServer one, LiveServer two) {
    HttpResponse<String> start = visit(one, one.uri("/sign-in/oidc"), "");
    String began = cookie(start);
    HttpResponse<String> agreed = visit(one, URI.create(location(start)), "");
    String callback = location(agreed);
    assertThat(callback).startsWith(PUBLIC + "/sign-in/oidc/callback?");
    HttpResponse<String> ended = visit(two, two.uri(callback.substring(PUBLIC.length())), began);
    assertThat(location(ended)).isEqualTo(PUBLIC + "/studio/");
    return ended.headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith("atelier_session="))
        .findFirst()
        .orElseThrow()
        .split(";")[0];
  }

  private static LiveServer node(PostgresAddress database, StandInProvider provider) {
    return LiveServer.start(
        new HashMap<>(
            Map.of(
                "database",
                database.url(),
                "database-user",
                "postgres",
                "public-url",
                PUBLIC + "/",
                "oidc.issuer",
                provider.issuer(),
                "oidc.client-id",
                StandInProvider.CLIENT,
                "oidc.client-secret",
                StandInProvider.SECRET,
                "oidc.private-network",
                "true",
                "oidc.roles",
                "[{\"group\":\"designers\",\"scopes\":[\"read\"]}]")));
  }

  private static String signIn(LiveServer server) {
    HttpResponse<String> answer =
        server.send(
            page(server, SESSION, "")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"" + LiveServer.ADMIN_KEY + "\"}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return cookie(answer);
  }

  private static int status(LiveServer server, String cookie) {
    return server.send(page(server, SESSION, cookie).GET()).statusCode();
  }

  private static String person(LiveServer server, String cookie) {
    return server.send(page(server, SESSION, cookie).GET()).body();
  }

  private static int out(LiveServer server, String cookie) {
    return server.send(page(server, SESSION, cookie).DELETE()).statusCode();
  }

  private static HttpResponse<String> visit(LiveServer server, URI uri, String cookie) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    return server.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
  }

  private static HttpRequest.Builder page(LiveServer server, String path, String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofSeconds(30))
            .header("x-atelier-page", "1")
            .header("Sec-Fetch-Site", "same-origin");
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
