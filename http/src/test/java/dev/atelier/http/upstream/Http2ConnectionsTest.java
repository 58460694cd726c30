package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls that share a connection have of each other, and what becomes of them with it. */
@Timeout(60)
class Http2ConnectionsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UpstreamTimeouts PATIENT = new UpstreamTimeouts(LONG, LONG, LONG, LONG);
  private static final Duration IDLE = Duration.ofMillis(300);

  private final UpstreamClient client = new UpstreamClient(IDLE);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicReference<UpstreamExchange> last = new AtomicReference<>();

  @AfterEach
  void close() {
    answer.countDown();
    client.close();
  }

  @Test
  void calls_share_a_connection_until_it_is_full() throws Exception {
    try (var server = ScriptedHttp2.start((_, reply) -> late(reply))) {
      List<Future<String>> calls = begin(server, Http2Connection.CALLS_MAX);
      assertThat(server.connections()).isOne();

      calls.addAll(begin(server, 1));
      assertThat(server.connections()).isEqualTo(2);

      answer.countDown();
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("late");
      }
    }
  }

  @Test
  void a_server_that_takes_fewer_gets_fewer() throws Exception {
    try (var server = ScriptedHttp2.start((_, reply) -> late(reply), 2)) {
      List<Future<String>> calls = begin(server, 2);
      calls.addAll(begin(server, 2));
      assertThat(server.connections()).isEqualTo(2);

      answer.countDown();
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("late");
      }
    }
  }

  @Test
  void one_that_leaves_gives_back_what_it_did_not_begin_and_ends_the_rest() throws Exception {
    try (var server =
        ScriptedHttp2.start((got, reply) -> {
          if (got.path().equals("/leave")) {
            reply.goAway(1);
          }
          late(reply);
        })) {
      Future<String> first = begin(server, 1).getFirst();
      UpstreamException second = failure(server.uri().resolve("/leave"));
      assertThat(second.failure()).isEqualTo(UpstreamFailure.REFUSED_STREAM);
      Thread.sleep(IDLE.multipliedBy(3)); // the call that goes on is as quiet
      assertThat(first.isDone()).isFalse();

      answer.countDown();
      assertThat(first.get()).isEqualTo("late");
      assertThat(call(server.uri())).isEqualTo("late");
      assertThat(last.get().reused()).isFalse();
      assertThat(server.received()).as("repeated by nobody").hasSize(3);
    }
  }

  @Test
  void one_that_announces_its_leave_gets_no_more_calls() throws Exception {
    var heard = new CountDownLatch(1);
    try (var server =
        ScriptedHttp2.start((_, reply) -> {
          reply.goAway(Integer.MAX_VALUE);
          reply.open(200, "text/plain");
          reply.block("very ");
          late();
          reply.block("late");
          reply.end();
        })) {
      var first =
          new FutureTask<>(() ->
              client.call(
                  get(server.uri()),
                  PATIENT,
                  response -> {
                    byte[] word = response.body().readNBytes(5);
                    heard.countDown();
                    return new String(word, UTF_8) + read(response);
                  }));
      Thread.ofVirtual().start(first);
      assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
      Future<String> second = begin(server, 1).getFirst();
      assertThat(server.connections()).isEqualTo(2);
      Thread.sleep(IDLE.multipliedBy(3));

      answer.countDown();
      assertThat(first.get()).isEqualTo("very late");
      assertThat(second.get()).isEqualTo("very late");
    }
  }

  @Test
  void a_call_that_its_last_words_cover_is_left_in_doubt() throws Exception {
    try (var server =
        ScriptedHttp2.start((_, reply) -> {
          reply.goAway(reply.streamId());
          reply.close();
        })) {
      assertThat(failure(server.uri()).failure()).isEqualTo(UpstreamFailure.NO_ANSWER);
      assertThat(server.received()).as("repeated by nobody").hasSize(1);
    }
  }

  /** Its stream had not begun anything, since its body was not there. */
  @Test
  void one_that_is_left_out_while_its_body_is_sent_is_given_back() throws Exception {
    UpstreamBody endless =
        UpstreamBody.streamedJson(out -> {
          while (true) {
            out.write(new byte[1_000]);
          }
        });
    try (var server = ScriptedHttp2.startEarly((_, reply) -> reply.goAway(0))) {
      Throwable thrown = catchThrowable(() -> call(UpstreamRequest.post(server.uri(), endless)));
      assertThat(((UpstreamException) thrown).failure()).isEqualTo(UpstreamFailure.REFUSED_STREAM);
    }
  }

  @Test
  void a_connection_that_breaks_leaves_every_call_on_it_in_doubt() throws Exception {
    try (var server =
        ScriptedHttp2.start((got, reply) -> {
          if (got.path().equals("/break")) {
            reply.close();
          }
          late(reply);
        })) {
      List<Future<String>> calls = begin(server, 3);
      assertThat(failure(server.uri().resolve("/break")).failure())
          .isEqualTo(UpstreamFailure.NO_ANSWER);
      for (Future<String> call : calls) {
        assertThatThrownBy(call::get)
            .cause()
            .isInstanceOfSatisfying(
                UpstreamException.class,
                e -> assertThat(e.failure()).isEqualTo(UpstreamFailure.NO_ANSWER));
      }
      assertThat(server.received()).as("repeated by nobody").hasSize(4);
    }
  }

  @Test
  void one_call_that_is_reset_leaves_the_others_be() throws Exception {
    try (var server =
        ScriptedHttp2.start((got, reply) -> {
          if (got.path().equals("/reset")) {
            reply.reset();
          } else {
            late(reply);
          }
        })) {
      Future<String> other = begin(server, 1).getFirst();
      assertThat(failure(server.uri().resolve("/reset")).failure())
          .isEqualTo(UpstreamFailure.NO_ANSWER);

      answer.countDown();
      assertThat(other.get()).isEqualTo("late");
      assertThat(server.connections()).isOne();
    }
  }

  /** An interrupt in the middle of a write would close the connection under all of them. */
  @Test
  void calls_that_are_interrupted_leave_the_others_be() throws Exception {
    UpstreamBody much =
        UpstreamBody.streamedJson(out -> {
          for (int i = 0; i < 2_000; i++) {
            out.write(new byte[1_000]);
          }
        });
    try (var server = ScriptedHttp2.start((_, reply) -> late(reply))) {
      Future<String> other = begin(server, 1).getFirst();
      for (int i = 0; i < 60; i++) {
        Thread sending =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    call(UpstreamRequest.post(server.uri(), much));
                  } catch (IOException e) {
                    // interrupted
                  }
                });
        Thread.sleep(Duration.ofNanos(i * 200_000L));
        sending.interrupt();
        assertThat(sending.join(Duration.ofSeconds(5))).isTrue();
      }

      answer.countDown();
      assertThat(other.get()).isEqualTo("late");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void a_call_that_ends_early_is_told_to_the_server() throws Exception {
    try (var server =
        ScriptedHttp2.start((_, reply) -> {
          reply.open(200, "text/plain");
          reply.block("much");
        })) {
      client.call(get(server.uri()), PATIENT, response -> response.body().read());
      until(() -> !server.cancelled().isEmpty());
    }
  }

  @Test
  void one_without_calls_is_closed_after_a_while() throws Exception {
    try (var server = ScriptedHttp2.start((_, reply) -> reply.json(200, "{}"))) {
      call(server.uri());
      call(server.uri());
      assertThat(last.get().reused()).isTrue();

      until(() -> server.open() == 0);
      call(server.uri());
      assertThat(last.get().reused()).isFalse();
    }
  }

  @Test
  void one_with_a_quiet_call_stays() throws Exception {
    try (var server = ScriptedHttp2.start((_, reply) -> late(reply))) {
      Future<String> quiet = begin(server, 1).getFirst();
      Thread.sleep(IDLE.multipliedBy(3));

      answer.countDown();
      assertThat(quiet.get()).isEqualTo("late");
    }
  }

  /**
   * What came and was not read is dropped with a connection, and that must not look like the end.
   */
  @Test
  void what_was_lost_with_a_connection_is_never_taken_for_the_end() throws Exception {
    int bytes = 400_000;
    var sent = new CompletableFuture<Boolean>();
    try (var server =
        ScriptedHttp2.start((got, reply) -> {
          if (got.path().equals("/lost")) {
            reply.open(200, "text/plain");
            reply.block("x".repeat(bytes));
            reply.end();
            reply.close();
            sent.complete(true);
          } else {
            reply.json(200, "{}");
          }
        })) {
      Throwable cut =
          catchThrowable(() ->
              client.call(
                  get(server.uri().resolve("/lost")),
                  PATIENT,
                  response -> {
                    response.body().read();
                    sent.join();
                    until(() -> another(server)); // until this one is known to be closed
                    return response.body().readAllBytes();
                  }));
      assertThat(((UpstreamException) cut).failure()).isEqualTo(UpstreamFailure.CUT);
    }
  }

  @Test
  void closing_the_client_ends_its_calls() throws Exception {
    try (var server = ScriptedHttp2.start((_, reply) -> late(reply))) {
      Future<String> call = begin(server, 1).getFirst();
      client.close();
      assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UpstreamException.class);
      assertThatThrownBy(() -> call(server.uri())).isInstanceOf(IllegalStateException.class);
    }
  }

  /** Begins calls that the server has read when this returns. */
  private List<Future<String>> begin(ScriptedHttp2 server, int count) {
    int before = server.received().size();
    var calls = new ArrayList<Future<String>>();
    for (int i = 0; i < count; i++) {
      var call = new FutureTask<>(() -> call(server.uri()));
      Thread.ofVirtual().start(call);
      calls.add(call);
    }
    until(() -> server.received().size() == before + count);
    return calls;
  }

  private void late(TestUpstream.Answer reply) throws IOException {
    late();
    reply.bytes(200, "text/plain", "late".getBytes(UTF_8));
  }

  private void late() throws IOException {
    try {
      assertThat(answer.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private UpstreamException failure(URI uri) {
    Throwable thrown = catchThrowable(() -> call(uri));
    assertThat(thrown).isInstanceOf(UpstreamException.class);
    return (UpstreamException) thrown;
  }

  private String call(URI uri) throws IOException {
    return call(UpstreamRequest.get(uri));
  }

  private String call(UpstreamRequest request) throws IOException {
    return client.call(
        request.over(HttpVersion.HTTP_2),
        PATIENT,
        UpstreamObserver.of(() -> {}, last::set),
        Http2ConnectionsTest::read);
  }

  /** Whether a call gets another connection than the first. */
  private boolean another(ScriptedHttp2 server) {
    try {
      call(server.uri());
    } catch (IOException e) {
      // it got the first, which was just closing
    }
    return server.connections() > 1;
  }

  private static String read(UpstreamResponse response) throws IOException {
    return new String(response.body().readAllBytes(), UTF_8);
  }

  private static void until(Callable<Boolean> so) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(LONG).until(so);
  }

  private static UpstreamRequest get(URI uri) {
    return UpstreamRequest.get(uri).over(HttpVersion.HTTP_2);
  }
}
