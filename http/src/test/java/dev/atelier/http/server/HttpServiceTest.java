package dev.atelier.http.server;

import static dev.atelier.http.server.TestServer.errors;
import static dev.atelier.http.server.TestServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServiceTest {
  @Test
  void a_handler_answers_at_every_prefix_of_its_mount() throws Exception {
    try (TestServer server =
        new TestServer(
            Mount.at(errors("a"), "/v1", "/openai")
                .get("/models/{id}", e -> text(e, e.route() + " " + e.variable("id"))))) {
      assertThat(server.get("/v1/models/x").body()).isEqualTo("/v1/models/{id} x");
      assertThat(server.get("/openai/models/a%2Fb+c%20d").body())
          .isEqualTo("/openai/models/{id} a/b+c d");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models, list",
    "/v1/models/, list",
    "/v1/models/x/y, 404 a",
    "/v1/tasks/batch, batch",
    "/v1/tasks/7, task",
    "/v1/queue/x/y/z, rest x/y/z",
    "/v1/queue, 404 b",
    "/v1/queues, 404 b",
    "/elsewhere, 404 none",
    "/v1/./models, list",
    "/v1/../x, 404 none"
  })
  void literals_win_over_variables_and_the_nearest_mount_renders_errors(
      String path, String expected) throws Exception {
    Mount first =
        Mount.at(errors("a"), "/v1")
            .get("/models", e -> text(e, "list"))
            .get("/models/{id}", e -> text(e, "one"))
            .get("/tasks/batch", e -> text(e, "batch"))
            .get("/tasks/{id}", e -> text(e, "task"));
    Mount second =
        Mount.at(errors("b"), "/v1/queue")
            .get("/{rest...}", e -> text(e, "rest " + e.variable("rest")));
    try (TestServer server = new TestServer(first, second)) {
      RawClient.Answer answer = server.get(path);
      String seen = answer.status() == 404 ? "404 " + answer.body().split("\"")[1] : answer.body();
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void another_method_is_refused_with_those_allowed() throws Exception {
    try (TestServer server =
            new TestServer(
                Mount.at(errors("a"))
                    .get("/x", e -> text(e, "x"))
                    .delete("/x", e -> e.respond(204)));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("PUT", "/x")).answer();
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "DELETE, GET, HEAD");
      assertThat(client.send(head("DELETE", "/x")).answer(false).status()).isEqualTo(204);
    }
  }

  @Test
  void head_is_answered_like_get_without_the_body() throws Exception {
    try (TestServer server = TestServer.with("GET", "/x", 0, e -> text(e, "hello"));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(head("HEAD", "/x")).answer(false);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("content-length", "5");
      assertThat(client.send(head("GET", "/x")).answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void every_answer_has_a_request_id_of_its_own() throws Exception {
    try (TestServer server = TestServer.with("GET", "/x", 0, e -> text(e, e.requestId()))) {
      RawClient.Answer first = server.get("/x");
      RawClient.Answer second = server.get("/y");
      assertThat(first.headers().get("x-request-id"))
          .matches("req_[0-9a-f]{32}")
          .isEqualTo(first.body())
          .isNotEqualTo(second.headers().get("x-request-id"));
      assertThat(second.headers().get("x-request-id")).matches("req_[0-9a-f]{32}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/x\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/x HTTP/1.1\r\n\r\n",
        "GET /v1/x HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n",
        "GET /v1/x HTTP/9.9\r\nHost: a\r\n\r\n",
        "nonsense\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
      })
  void broken_requests_are_answered_as_json_with_a_request_id(String request) throws Exception {
    try (TestServer server =
            new TestServer(
                Mount.at(errors("root")), Mount.at(errors("v1"), "/v1").get("/x", e -> {}));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(request).answer();
      assertThat(answer.status()).isBetween(400, 505);
      assertThat(answer.body()).contains("bad: ");
      assertThat(answer.headers()).containsEntry("content-type", "application/json");
      assertThat(answer.headers().get("x-request-id")).matches("req_[0-9a-f]{32}");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_broken_request_is_rendered_by_its_mount_where_the_path_is_known() throws Exception {
    try (TestServer server =
            new TestServer(
                Mount.at(errors("root")), Mount.at(errors("v1"), "/v1").get("/x", e -> {}));
        RawClient client = server.client()) {
      String request = "GET /v1/x HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
      RawClient.Answer answer = client.send(request).answer();
      assertThat(answer.status()).isEqualTo(431);
      assertThat(answer.body()).startsWith("{\"v1\"");
    }
  }

  @Test
  void a_handler_that_throws_says_nothing_of_the_cause() throws Exception {
    Handler failing =
        e -> {
          e.setHeader("x-kept", "yes");
          e.respond(200, "image/png").write(new byte[100]);
          throw new IllegalStateException("secret");
        };
    try (TestServer server = TestServer.with("GET", "/x", 0, failing)) {
      RawClient.Answer answer = server.get("/x");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("{\"root\":\"failure\"}");
      assertThat(answer.headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("x-kept", "yes");
    }
  }

  @Test
  void an_answer_that_fails_midway_is_cut_off_and_not_completed() throws Exception {
    Handler failing =
        e -> {
          e.respond(200, "image/png").write(new byte[100_000]);
          throw new IllegalStateException("secret");
        };
    try (TestServer server = TestServer.with("GET", "/x", 0, failing);
        RawClient client = server.client()) {
      client.send(head("GET", "/x"));
      assertThat(client.line()).contains("200");
      String rest = "";
      try {
        while (!client.closed()) {
          rest = client.line();
        }
      } catch (java.io.IOException e) {
        // A reset says the same as an early end.
      }
      assertThat(rest).isNotEqualTo("0");
    }
  }

  @Test
  void the_request_is_what_the_client_sent() throws Exception {
    Handler echo =
        e ->
            text(
                e,
                String.join(
                    "|",
                    e.method(),
                    e.path(),
                    e.query("a").orElse(""),
                    e.queryAll().toString(),
                    e.header("x-one").orElse(""),
                    e.headers("X-One").toString(),
                    e.baseUrl(),
                    "" + e.remoteIsLoopback(),
                    e.contentType().orElse("none"),
                    "" + e.contentLength()));
    try (TestServer server = TestServer.with("GET", "/x", 0, echo)) {
      assertThat(server.get("/x?a=1%202&b=%C3%A9&a=3", "X-One: u", "X-One: v").body())
          .isEqualTo(
              "GET|/x|1 2|{a=[1 2, 3], b=[\u00c3\u00a9]}|u|[u, v]|http://example.test:81|true|none"
                  + "|OptionalLong.empty");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void a_common_client_uploads_and_downloads(HttpClient.Version version) throws Exception {
    byte[] image = new byte[3_000_000];
    Handler echo = e -> e.body().transferTo(e.respond(200, "image/png"));
    try (TestServer server = TestServer.with("POST", "/x", 5_000_000, echo);
        HttpClient client = HttpClient.newBuilder().version(version).build()) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(server.uri("/x"))
                    .POST(BodyPublishers.ofByteArray(image))
                    .build(),
                BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).hasSize(image.length);
      }
    }
  }

  @Test
  void http2_is_answered_to_clients_that_begin_with_it() throws Exception {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8);
    byte[] emptySettings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    try (TestServer server = TestServer.with("GET", "/x", 0, e -> text(e, "x"));
        java.net.Socket socket =
            new java.net.Socket(InetAddress.getLoopbackAddress(), server.service.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(preface);
      socket.getOutputStream().write(emptySettings);
      byte[] frame = socket.getInputStream().readNBytes(9);
      assertThat(frame[3]).as("a SETTINGS frame").isEqualTo((byte) 4);
    }
  }

  @Test
  void each_answer_is_logged_without_its_query() throws Exception {
    Handler handler =
        e -> {
          e.note("job", "7");
          e.body().readAllBytes();
          text(e, "hello");
        };
    try (TestServer server = TestServer.with("POST", "/x/{id}", 10, handler);
        RawClient client = server.client()) {
      RawClient.Answer answer =
          client.send(head("POST", "/x/1?key=secret", "Content-Length: 3") + "abc").answer();
      AccessRecord entry = server.logged();
      assertThat(entry.method()).isEqualTo("POST");
      assertThat(entry.route()).isEqualTo("/x/{id}");
      assertThat(entry.status()).isEqualTo(200);
      assertThat(entry.bytesIn()).isEqualTo(3);
      assertThat(entry.bytesOut()).isEqualTo(5);
      assertThat(entry.notes()).isEqualTo(Map.of("job", "7"));
      assertThat(entry.requestId()).isEqualTo(answer.headers().get("x-request-id"));
      assertThat(entry.toString()).doesNotContain("secret");
    }
  }

  private static void text(Exchange exchange, String text) throws java.io.IOException {
    exchange.respond(200, "text/plain", text.getBytes(UTF_8));
  }
}
