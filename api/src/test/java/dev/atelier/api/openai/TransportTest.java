package dev.atelier.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the transport refuses, in this API's shape, and what lines that break leave behind. */
@Timeout(60)
class TransportTest {
  private static final String INVALID = "invalid_request_error";
  private static final int CLIENT_GONE = 499;
  private static final int BODY_MAX = 1 << 20;
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    var small = OpenAiSettings.DEFAULT.withImageBodyBytesMax(BODY_MAX);
    server = LocalServer.start(directory, setup -> setup.with(small));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_unknown_path() throws Exception {
    Answer answer = server.get("/v1/nothing");

    answer.assertError(404, INVALID, "null", "unknown_url");
    assertThat(answer.json().path("error").path("message").stringValue())
        .isEqualTo("Invalid URL (GET /v1/nothing). Try POST /v1/images/generations.");
    assertThat(answer.header("openai-version")).hasValue("2020-10-01");
    assertThat(answer.header("openai-processing-ms")).isPresent();
    assertThat(answer.header("x-request-id")).isPresent();
  }

  @Test
  void another_method() throws Exception {
    Answer answer = server.get("/v1/images/generations");

    answer.assertError(405, INVALID, "null", "method_not_supported");
    assertThat(answer.header("allow").orElseThrow()).contains("POST");
  }

  @Test
  void a_body_that_says_it_is_too_large() throws Exception {
    server
        .generate("{\"prompt\":\"" + "x".repeat(2 << 20) + "\"}")
        .assertError(413, INVALID, "null", "request_too_large");
  }

  @Test
  void a_chunked_body_that_turns_out_too_large() throws Exception {
    byte[] large = new FormBody().text("prompt", "x").file("image", new byte[BODY_MAX + 1]).bytes();

    server
        .send(
            server
                .request("/v1/images/edits")
                .header("Content-Type", "multipart/form-data; boundary=b1")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))))
        .assertError(413, INVALID, "null", "request_too_large");
    assertThat(server.stagedFiles()).isZero();
  }

  @Test
  void a_line_that_breaks_inside_an_upload_leaves_nothing() throws Exception {
    byte[] form = new FormBody().text("prompt", "x").file("image", new byte[9000]).bytes();
    try (Socket socket = connect()) {
      send(
          socket,
          ("POST /v1/images/edits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type:"
                  + " multipart/form-data; boundary=b1\r\nContent-Length: %s\r\n\r\n")
              .formatted(server.key, form.length));
      socket.getOutputStream().write(form, 0, 5000);
      socket.getOutputStream().flush();
    }

    Awaitility.await()
        .until(() -> server.accessLog.stream().anyMatch(one -> one.status() == CLIENT_GONE));
    assertThat(server.stagedFiles()).isZero();
  }

  @Test
  void a_caller_that_leaves_finds_its_job_finished_when_it_returns() throws Exception {
    var left = new CountDownLatch(1);
    int before = server.provider.calls().size();
    server.provider.answers((provider, call, results) -> {
      left.await();
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });
    String json = "{\"prompt\":\"a fox that waits\",\"size\":\"1024x640\"}";
    try (Socket socket = connect()) {
      post(socket, server.key, json);
      Awaitility.await().until(() -> server.provider.calls().size() > before);
    }
    left.countDown();

    Answer again =
        server.send(
            server.json("/v1/images/generations", json).header("X-Stainless-Retry-Count", "1"));

    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(server.provider.calls()).hasSize(before + 1);
  }

  @Test
  void headers_that_are_too_large_are_answered_in_this_api_s_shape() throws Exception {
    Answer answer =
        server.send(server.request("/v1/models").header("X-Large", "x".repeat(20_000)).GET());

    answer.assertError(431, INVALID, "null", "null");
  }

  @Test
  void a_stream_whose_caller_leaves_is_cancelled_where_the_operator_wants_that() throws Exception {
    var cancelling =
        OpenAiSettings.DEFAULT.withWhenClientLeaves(OpenAiSettings.WhenClientLeaves.CANCEL);
    var left = new CountDownLatch(1);
    var provider =
        FakeProvider.paid()
            .answers((self, call, results) -> {
              left.await();
              for (int image = 0; image < 9; image++) {
                self.deliver(call, image, results);
              }
              new CountDownLatch(1).await();
              return AttemptOutcome.Succeeded.ALL;
            });
    try (var other =
        LocalServer.start(
            directory.resolve("cancelling"), setup -> setup.with(cancelling).with(provider))) {
      String json = "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"stream\":true,\"n\":10}";
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
        post(socket, other.key, json);
        assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 200");
        socket.setSoLinger(true, 0);
      }
      left.countDown();

      Awaitility.await().until(() -> state(other) == JobState.CANCELLED);
    }
  }

  private static JobState state(LocalServer server) {
    var owner = new Principal(TenantId.DEFAULT, new KeyId("any"), Scope.all(), Optional.empty());
    return server
        .gateway()
        .find()
        .list(owner, Optional.empty(), Optional.empty(), 1)
        .getFirst()
        .state();
  }

  private static void post(Socket socket, String key, String json) throws Exception {
    send(
        socket,
        ("POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                + "Content-Type: application/json\r\nContent-Length: %s\r\n\r\n%s")
            .formatted(key, json.length(), json));
  }

  private static Socket connect() throws Exception {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static void send(Socket socket, String text) throws Exception {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static String read(InputStream in) throws Exception {
    var bytes = new byte[8192];
    int count = in.read(bytes);
    return new String(bytes, 0, Math.max(0, count), UTF_8);
  }
}
