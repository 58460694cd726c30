package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a call to an upstream tells of itself over either HTTP: what left, and whether the answer
 * came whole.
 */
abstract class UpstreamClientContract {
  static final Duration SHORT = Duration.ofMillis(200);
  static final Duration LONG = Duration.ofSeconds(20);

  private static final String FIRST = "/first";

  /** Ends a call whose own time-out does not, in another way. */
  private static final Duration TOTAL = Duration.ofSeconds(5);

  static final UpstreamTimeouts PATIENT = new UpstreamTimeouts(LONG, LONG, LONG, LONG);

  final UpstreamClient client = new UpstreamClient();
  final AtomicInteger sent = new AtomicInteger();

  abstract HttpVersion version();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void an_answer_is_read_and_its_connection_used_again() throws IOException {
    try (var server = start((_, reply) -> reply.json(200, "{\"a\":1}"))) {
      assertThat(text(get(server))).isEqualTo("{\"a\":1}");
      assertThat(text(get(server))).isEqualTo("{\"a\":1}");
    }
    assertThat(sent).hasValue(2);
  }

  @Test
  void a_connection_that_is_kept_is_told_of() throws IOException {
    try (var server = start((_, reply) -> reply.json(200, "{}"))) {
      URI uri = server.uri().resolve("/other");
      assertThat(client.connected(uri, version())).as("before the first call").isFalse();
      text(get(server));
      assertThat(client.connected(uri, version())).as("after it").isTrue();
      assertThat(client.connected(URI.create("http://127.0.0.1:1/"), version())).isFalse();
    }
  }

  @Test
  void a_form_is_streamed_with_its_exact_length() throws IOException {
    byte[] image = "pixels".getBytes(UTF_8);
    MultipartBody form =
        new MultipartBody("b1")
            .text("prompt", "über")
            .file("image[]", "a.png", "image/png", 6, () -> new ByteArrayInputStream(image));
    try (var server = start((_, reply) -> reply.json(200, "{}"))) {
      text(post(server, form));
      var request = server.received().getFirst();
      assertThat(request.header("content-length"))
          .isEqualTo(Integer.toString(request.body().length));
      assertThat(request.text())
          .contains("name=\"prompt\"\r\n\r\nüber\r\n")
          .contains("filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\npixels\r\n--b1--");
    }
  }

  @Test
  void nobody_listening_is_unreachable_and_nothing_left() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var failure = failure(get(URI.create("http://127.0.0.1:" + port)), PATIENT);
    assertThat(failure.failure()).isEqualTo(UpstreamFailure.UNREACHABLE);
    assertThat(failure.left()).isFalse();
    assertThat(sent).hasValue(0);
  }

  @Test
  void an_unknown_host_is_told_as_such() {
    var failure = failure(get(URI.create("http://no-such-host.invalid/")), PATIENT);
    assertThat(failure.failure()).isEqualTo(UpstreamFailure.UNKNOWN_HOST);
    assertThat(failure.left()).isFalse();
  }

  @Test
  void a_connection_that_does_not_come_about_is_given_up_when_the_call_says_so() throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var waiting = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 4; i++) { // more than its queue takes: from there on nobody answers
          var socket = new Socket();
          waiting.add(socket);
          socket.connect(full.getLocalSocketAddress(), 100);
        }
      } catch (SocketTimeoutException e) {
        // full
      }
      URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort());
      var failure = failure(get(uri), new UpstreamTimeouts(SHORT, LONG, LONG, TOTAL));
      assertThat(failure.failure()).isEqualTo(UpstreamFailure.UNREACHABLE);
      assertThat(failure).hasCauseInstanceOf(SocketTimeoutException.class);
      assertThat(failure.left()).isFalse();
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void a_tls_handshake_that_nobody_answers_is_given_up_when_the_call_says_so() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("https://127.0.0.1:" + silent.getLocalPort());
      var failure = failure(get(uri), new UpstreamTimeouts(SHORT, LONG, LONG, TOTAL));
      assertThat(failure).hasCauseInstanceOf(SocketTimeoutException.class);
      assertThat(failure.left()).isFalse();
    }
  }

  @Test
  void what_a_call_complains_of_when_it_is_cut_is_its_deadline() throws Exception {
    try (var server = start((_, reply) -> reply.open(200, "application/json"))) {
      connected(server);
      var timeouts = new UpstreamTimeouts(LONG, LONG, LONG, SHORT);
      assertThatThrownBy(() -> client.call(get(server), timeouts, UpstreamClientContract::complain))
          .isInstanceOfSatisfying(
              UpstreamException.class,
              e -> assertThat(e.failure()).isEqualTo(UpstreamFailure.TOTAL_TIMEOUT));
    }
  }

  @Test
  void what_it_complains_of_otherwise_is_a_defect() throws Exception {
    try (var server = start((_, reply) -> reply.close())) {
      Runnable defect =
          () -> {
            throw new IllegalStateException("ours");
          };
      assertThatThrownBy(() -> client.call(get(server), PATIENT, sending(defect), _ -> ""))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void plain_text_where_tls_is_spoken_is_a_failure_of_tls() throws IOException {
    try (var server = start((_, reply) -> reply.close())) {
      URI https = URI.create(server.uri().toString().replace("http:", "https:"));
      var failure = failure(get(https), PATIENT);
      assertThat(failure.left()).isFalse();
    }
  }

  @Test
  void a_reset_before_any_answer_leaves_the_outcome_open() throws IOException {
    try (var server = start((_, reply) -> reply.reset())) {
      var failure = failure(get(server), PATIENT);
      assertThat(failure.failure()).isEqualTo(UpstreamFailure.NO_ANSWER);
      assertThat(failure.left()).isTrue();
    }
    assertThat(sent).hasValue(1);
  }

  @Test
  void a_close_before_any_answer_does_too_and_is_not_repeated() throws IOException {
    try (var server = start((_, reply) -> reply.close())) {
      assertThat(failure(get(server), PATIENT).failure()).isEqualTo(UpstreamFailure.NO_ANSWER);
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void no_first_byte_in_time() throws IOException {
    try (var server = start((_, _) -> sleep())) {
      var timeouts = new UpstreamTimeouts(LONG, SHORT, LONG, LONG);
      assertThat(failure(get(server), timeouts).failure())
          .isEqualTo(UpstreamFailure.FIRST_BYTE_TIMEOUT);
    }
  }

  @Test
  void silence_in_the_middle() throws IOException {
    try (var server =
        start((_, reply) -> {
          reply.open(200, "application/json");
          reply.block("{");
          sleep();
        })) {
      var timeouts = new UpstreamTimeouts(LONG, LONG, SHORT, LONG);
      assertThat(failure(get(server), timeouts).failure()).isEqualTo(UpstreamFailure.SILENCE);
    }
  }

  @Test
  void an_endless_drip_ends_with_the_whole_call() throws IOException {
    try (var server =
        start((_, reply) -> {
          reply.open(200, "application/json");
          while (true) {
            reply.block(" ");
            pause(10);
          }
        })) {
      connected(server);
      var timeouts = new UpstreamTimeouts(LONG, LONG, LONG, Duration.ofMillis(400));
      assertThat(failure(get(server), timeouts).failure()).isEqualTo(UpstreamFailure.TOTAL_TIMEOUT);
    }
  }

  @Test
  void a_truncated_body_is_cut() throws IOException {
    try (var server =
        start((_, reply) -> {
          reply.half();
          reply.close();
        })) {
      assertThat(failure(get(server), PATIENT).failure()).isEqualTo(UpstreamFailure.CUT);
    }
  }

  @Test
  void chunks_without_their_end_are_cut() throws IOException {
    try (var server =
        start((_, reply) -> {
          reply.open(200, "application/json");
          reply.block("{}");
          reply.close();
        })) {
      assertThat(failure(get(server), PATIENT).failure()).isEqualTo(UpstreamFailure.CUT);
    }
  }

  @Test
  void a_redirect_is_an_answer_and_a_packed_body_is_unpacked() throws IOException {
    try (var server =
        start((_, reply) ->
            reply.bytes(
                302, "text/html", gzip("moved"), "Content-Encoding", "gzip", "Location", "/x"))) {
      assertThat(text(get(server))).isEqualTo("moved");
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void what_the_sender_forbids_is_not_sent() throws IOException {
    try (var server = start((_, reply) -> reply.json(200, "{}"))) {
      assertThatThrownBy(() ->
              client.call(
                  get(server),
                  PATIENT,
                  sending(() -> {
                    throw new IllegalStateException("cancelled");
                  }),
                  UpstreamClientContract::read))
          .hasMessage("cancelled");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void a_file_that_cannot_be_read_says_nothing_about_the_upstream() throws IOException {
    MultipartBody form =
        new MultipartBody("b1")
            .file(
                "image",
                "a.png",
                "image/png",
                9,
                () -> {
                  throw new IOException("disk");
                });
    try (var server = start((_, reply) -> reply.json(200, "{}"))) {
      assertThat(catchThrowable(() -> text(post(server, form))))
          .isInstanceOf(LocalSourceException.class);
    }
  }

  @Test
  void an_interrupt_ends_a_call() throws Exception {
    var failure = new AtomicReference<Throwable>();
    try (var server = start((_, _) -> sleep())) {
      Thread call =
          Thread.ofVirtual().start(() -> failure.set(catchThrowable(() -> text(get(server)))));
      while (server.received().isEmpty()) {
        Thread.sleep(5);
      }
      call.interrupt();
      call.join(Duration.ofSeconds(5));
      assertThat(call.isAlive()).isFalse();
    }
    assertThat(failure.get()).isInstanceOf(IOException.class);
  }

  TestUpstream start(TestUpstream.Script script) {
    return TestUpstream.start(
        version(),
        (got, reply) -> {
          if (got.path().equals(FIRST)) {
            reply.json(200, "{}");
          } else {
            script.answer(got, reply);
          }
        });
  }

  /** Leaves a connection, so that a short time is not spent on one. */
  void connected(TestUpstream server) throws IOException {
    text(get(server.uri().resolve(FIRST)));
  }

  UpstreamRequest get(TestUpstream server) {
    return get(server.uri());
  }

  UpstreamRequest get(URI uri) {
    return UpstreamRequest.get(uri).over(version());
  }

  UpstreamRequest post(TestUpstream server, UpstreamBody body) {
    return UpstreamRequest.post(server.uri(), body).over(version());
  }

  String text(UpstreamRequest request) throws IOException {
    return client.call(
        request, PATIENT, sending(sent::incrementAndGet), UpstreamClientContract::read);
  }

  UpstreamException failure(UpstreamRequest request, UpstreamTimeouts timeouts) {
    Throwable thrown =
        catchThrowable(() ->
            client.call(
                request, timeouts, sending(sent::incrementAndGet), UpstreamClientContract::read));
    assertThat(thrown).isInstanceOf(UpstreamException.class);
    return (UpstreamException) thrown;
  }

  static String read(UpstreamResponse response) throws IOException {
    return new String(response.body().readAllBytes(), UTF_8);
  }

  /** As a client does that is cut between two of its steps. */
  private static String complain(UpstreamResponse response) {
    try {
      return read(response);
    } catch (IOException e) {
      throw new IllegalStateException("in a state that it did not expect", e);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  static void sleep() {
    pause(30_000);
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static UpstreamObserver sending(Runnable then) {
    return UpstreamObserver.of(then, _ -> {});
  }
}
