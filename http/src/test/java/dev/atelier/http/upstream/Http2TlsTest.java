package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 over TLS, which both sides agree on by ALPN; where they do not, it is HTTP/1.1. */
class Http2TlsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final UpstreamTimeouts PATIENT = new UpstreamTimeouts(LONG, LONG, LONG, LONG);

  @TempDir private static Path directory;
  private static TestKey key;

  private final AtomicInteger sent = new AtomicInteger();

  @BeforeAll
  static void makeKey() throws Exception {
    key = TestKey.make(directory);
  }

  @Test
  void it_is_spoken_where_the_server_chooses_it() throws Exception {
    try (var _ = key.trusted();
        var server = secure("h2", "http/1.1");
        var client = new UpstreamClient()) {
      assertThat(call(client, server.uri())).isEqualTo("{\"a\":1}");
      assertThat(call(client, server.uri())).isEqualTo("{\"a\":1}");
      assertThat(server.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", ""})
  void a_server_that_chooses_another_or_none_is_called_over_http_1(String protocol)
      throws Exception {
    try (var _ = key.trusted();
        var server =
            SecureHttp1.start(key, protocol.isEmpty() ? new String[0] : protocol.split(","));
        var client = new UpstreamClient()) {
      assertThat(call(client, server.uri())).isEqualTo("POST HTTP/1.1 {}");
      assertThat(call(client, server.uri())).isEqualTo("POST HTTP/1.1 {}");
      assertThat(server.handshakes()).as("one to find out, one to call").isEqualTo(2);
      assertThat(server.requests()).as("sent once each").isEqualTo(2);
    }
    assertThat(sent).hasValue(2);
  }

  @Test
  void many_calls_at_once_find_out_together() throws Exception {
    try (var _ = key.trusted();
        var server = SecureHttp1.start(key, "http/1.1");
        var client = new UpstreamClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(() -> call(client, server.uri()));
      }
      for (Future<String> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEqualTo("POST HTTP/1.1 {}");
      }
      assertThat(server.requests()).isEqualTo(20);
      assertThat(server.handshakes()).isLessThan(20 + 10);
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_a_failure_of_tls() {
    try (var server = secure("h2");
        var client = new UpstreamClient()) {
      assertThat(failure(client, server.uri())).isEqualTo(UpstreamFailure.TLS);
    }
    assertThat(sent).hasValue(0);
  }

  @Test
  void so_is_one_of_another_name() {
    try (var _ = key.trusted();
        var server = secure("h2");
        var client = new UpstreamClient()) {
      URI address = URI.create("https://127.0.0.1:" + server.uri().getPort());
      assertThat(failure(client, address)).isEqualTo(UpstreamFailure.TLS);
    }
  }

  private static ScriptedHttp2 secure(String... protocols) {
    return ScriptedHttp2.secure((_, reply) -> reply.json(200, "{\"a\":1}"), key, protocols);
  }

  private UpstreamFailure failure(UpstreamClient client, URI uri) {
    Throwable thrown = catchThrowable(() -> call(client, uri));
    assertThat(thrown).isInstanceOf(UpstreamException.class);
    assertThat(((UpstreamException) thrown).left()).isFalse();
    return ((UpstreamException) thrown).failure();
  }

  private String call(UpstreamClient client, URI uri) throws IOException {
    return client.call(
        UpstreamRequest.post(uri, UpstreamBody.json("{}")).over(HttpVersion.HTTP_2),
        PATIENT,
        UpstreamObserver.of(sent::incrementAndGet, _ -> {}),
        response -> new String(response.body().readAllBytes(), UTF_8));
  }
}
