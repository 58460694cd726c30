package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.errors;
import static dev.atelier.http.server.TestServer.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told: by preflights, by answers and by errors of every kind. */
@Timeout(60)
class CorsTest {
  private static final String ALLOW = "access-control-allow-origin";
  private static final String METHODS = "access-control-allow-methods";
  private static final String ORIGIN = "Origin: https://app.example.org";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new TestServer(
            Mount.at(errors("v1"), "/v1")
                .get("/x", exchange -> exchange.respond(200, "text/plain", new byte[3]))
                .post("/x", 10, exchange -> exchange.body().readAllBytes())
                .get("/mixed", exchange -> exchange.respond(200))
                .delete("/mixed", Handler.sameOrigin(exchange -> exchange.respond(204)))
                .get(
                    "/broken",
                    exchange -> {
                      throw new IllegalStateException();
                    })
                .get("/events", exchange -> exchange.sse().data("now"))
                .get("/admin", Handler.sameOrigin(exchange -> exchange.respond(200))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/x, 'GET, HEAD, OPTIONS, POST'",
    "//v1/x/, 'GET, HEAD, OPTIONS, POST'",
    "/x, 'GET, HEAD, OPTIONS, POST'",
    "/v1/mixed, 'GET, HEAD, OPTIONS'",
    "/v1/nowhere, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'",
    "/v1/%zz, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'"
  })
  void a_preflight_is_answered_at_every_path(String path, String methods) throws Exception {
    try (RawClient client = server.client()) {
      client.send(head("OPTIONS", path, ORIGIN, "Access-Control-Request-Method: GET"));
      RawClient.Answer answer = client.answer(false);
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.headers()).containsEntry(ALLOW, "*").containsEntry(METHODS, methods);
      assertThat(answer.headers().get("x-request-id")).startsWith("req_");
    }
  }

  @Test
  void options_without_an_origin_says_what_is_allowed() throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("OPTIONS", "/v1/x")).answer(false);
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.headers()).containsEntry("allow", "GET, HEAD, OPTIONS, POST");
      assertThat(client.send(head("OPTIONS", "*")).answer(false).status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/admin, GET", "/v1/mixed, DELETE", "//v1//admin/, GET"})
  void a_route_of_this_origin_alone_is_never_allowed(String path, String method) throws Exception {
    try (RawClient client = server.client()) {
      String asking = "Access-Control-Request-Method: " + method;
      RawClient.Answer preflight = client.send(head("OPTIONS", path, ORIGIN, asking)).answer(false);
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.headers()).doesNotContainKeys(ALLOW, METHODS);
      RawClient.Answer answer = client.send(head(method, path, ORIGIN)).answer(false);
      assertThat(answer.headers()).doesNotContainKey(ALLOW);
    }
  }

  @Test
  void the_methods_that_such_a_route_lacks_are_refused_without_a_word_to_others() throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("PATCH", "/v1/admin", ORIGIN)).answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).doesNotContainKey(ALLOW);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/events HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/broken HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/%c3%28 HTTP/1.1\r\nHost: a\r\n\r\n",
        "PUT /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Encoding: br\r\n\r\n{}",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
        "GET /v1/x HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n",
        "GET /v1/x HTTP/9.9\r\nHost: a\r\n\r\n",
        "nonsense\r\n\r\n"
      })
  void answers_and_errors_of_every_kind_carry_the_headers(String request) throws Exception {
    try (RawClient client = server.client()) {
      RawClient.Answer answer = client.send(request).answer();
      assertThat(answer.headers())
          .as(request)
          .containsEntry(ALLOW, "*")
          .containsKey("access-control-expose-headers");
    }
  }

  @Test
  void headers_that_are_too_large_carry_them_too() throws Exception {
    RawClient.Answer answer = server.get("/v1/x", "X: " + "x".repeat(20_000));

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.headers()).containsEntry(ALLOW, "*");
  }

  @Test
  void a_private_network_is_allowed_when_it_is_asked_for() throws Exception {
    try (RawClient client = server.client()) {
      String asking = "Access-Control-Request-Private-Network: true";
      Map<String, String> headers =
          client.send(head("OPTIONS", "/v1/x", ORIGIN, asking)).answer(false).headers();
      assertThat(headers).containsEntry("access-control-allow-private-network", "true");
    }
  }

  @Test
  void a_server_that_stops_still_lets_its_503_be_read() throws Exception {
    try (TestServer stopping = TestServer.with("GET", "/x", 0, exchange -> exchange.respond(200));
        RawClient client = stopping.client()) {
      client.send(head("GET", "/x")).answer(false);
      stopping.service.turnAway();
      assertThat(client.send(head("OPTIONS", "/x", ORIGIN)).answer(false).status()).isEqualTo(204);
    }
    try (TestServer stopping = TestServer.with("GET", "/x", 0, exchange -> exchange.respond(200));
        RawClient client = stopping.client()) {
      client.send(head("GET", "/x")).answer(false);
      stopping.service.turnAway();
      RawClient.Answer answer = client.send(head("GET", "/x", ORIGIN)).answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers()).containsEntry(ALLOW, "*");
    }
  }
}
