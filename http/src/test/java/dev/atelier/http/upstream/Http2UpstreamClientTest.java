package dev.atelier.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The same over HTTP/2, and what a stream can do besides. */
class Http2UpstreamClientTest extends UpstreamClientContract {
  @Override
  HttpVersion version() {
    return HttpVersion.HTTP_2;
  }

  @Test
  void a_server_of_another_protocol_is_sent_nothing() throws IOException {
    try (var server = ScriptedHttp.start((_, reply) -> reply.json(505, "{}"))) {
      var failure = failure(get(server.uri()), PATIENT);
      assertThat(failure.failure()).isEqualTo(UpstreamFailure.NO_HTTP_2);
      assertThat(failure.left()).isFalse();
      assertThat(server.received()).extracting(ScriptedHttp.Received::method).doesNotContain("GET");
    }
    assertThat(sent).hasValue(0);
  }

  @Test
  void one_that_closes_at_once_is_too() throws IOException {
    try (var server = ScriptedHttp.start((_, reply) -> reply.close())) {
      assertThat(failure(get(server.uri()), PATIENT).failure())
          .isEqualTo(UpstreamFailure.NO_HTTP_2);
    }
    assertThat(sent).hasValue(0);
  }

  @Test
  void a_refused_stream_was_not_processed_and_its_connection_goes_on() throws IOException {
    try (var server =
        ScriptedHttp2.start((got, answer) -> {
          if (got.path().equals("/refused")) {
            answer.refuse();
          } else {
            answer.json(200, "{}");
          }
        })) {
      var failure = failure(get(server.uri().resolve("/refused")), PATIENT);
      assertThat(failure.failure()).isEqualTo(UpstreamFailure.REFUSED_STREAM);
      assertThat(failure.left()).isTrue();
      assertThat(text(get(server))).isEqualTo("{}");
      assertThat(server.connections()).isOne();
      assertThat(server.received()).as("repeated by nobody").hasSize(2);
    }
  }

  @Test
  void what_is_refused_after_an_answer_began_is_cut() throws IOException {
    try (var server =
        ScriptedHttp2.start((_, answer) -> {
          answer.open(200, "text/plain");
          answer.block("1");
          answer.refuse();
        })) {
      assertThat(failure(get(server), PATIENT).failure()).isEqualTo(UpstreamFailure.CUT);
    }
  }

  @Test
  void a_head_alone_trailers_and_hints_before_are_understood() throws IOException {
    try (var server =
        ScriptedHttp2.start((got, answer) -> {
          if (got.path().equals("/head")) {
            answer.head(204);
          } else {
            answer.hint();
            answer.open(200, "text/plain");
            answer.block("all");
            answer.trailers();
          }
        })) {
      assertThat(text(get(server.uri().resolve("/head")))).isEmpty();
      assertThat(text(get(server))).isEqualTo("all");
      assertThat(server.cancelled()).isEmpty();
    }
  }

  @Test
  void more_than_was_promised_is_cut() throws IOException {
    try (var server =
        ScriptedHttp2.start((_, answer) -> {
          answer.half();
          answer.block("1234567");
          sleep();
        })) {
      assertThat(failure(get(server), PATIENT).failure()).isEqualTo(UpstreamFailure.CUT);
    }
  }

  @Test
  void an_answer_before_the_body_is_sent_is_read() throws IOException {
    UpstreamBody endless =
        UpstreamBody.streamedJson(out -> {
          while (true) {
            out.write(new byte[1000]);
          }
        });
    try (var server =
        ScriptedHttp2.startEarly((_, answer) -> answer.json(413, "{\"error\":\"too large\"}"))) {
      assertThat(text(post(server, endless))).isEqualTo("{\"error\":\"too large\"}");
    }
  }

  @Test
  void a_server_that_takes_its_time_holds_the_body_up() throws Exception {
    var written = new AtomicLong();
    var look = new CountDownLatch(1);
    UpstreamBody endless =
        UpstreamBody.streamedJson(out -> {
          while (true) {
            out.write(new byte[10_000]);
            written.addAndGet(10_000);
          }
        });
    try (var server =
        ScriptedHttp2.startEarly((_, answer) -> {
          await(look);
          answer.json(200, "{}");
        })) {
      var call = new FutureTask<>(() -> text(post(server, endless)));
      Thread.ofVirtual().start(call);
      while (written.get() < 500_000) {
        pause(5);
      }
      pause(300);
      assertThat(written.get()).isLessThan(600_000); // the server's window and one block
      look.countDown();
      assertThat(call.get()).isEqualTo("{}");
    }
  }

  @Test
  void a_reader_that_takes_its_time_holds_no_more_than_its_window() throws Exception {
    var done = new CountDownLatch(1);
    var written = new AtomicLong();
    var other = new AtomicReference<String>();
    try (var server =
        ScriptedHttp2.start((got, answer) -> {
          answer.open(200, "text/plain");
          String block = "x".repeat(10_000);
          while (got.path().equals("/much") && done.getCount() > 0) {
            answer.block(block);
            written.addAndGet(block.length());
          }
          answer.end();
        })) {
      client.call(
          get(server.uri().resolve("/much")),
          PATIENT,
          answer -> {
            assertThat(answer.body().read()).isEqualTo('x');
            while (written.get() < 500_000) {
              pause(5);
            }
            pause(100);
            assertThat(written.get()).isLessThan(600_000);
            other.set(text(get(server))); // beside it, on the same connection
            done.countDown();
            return "";
          });
      assertThat(other.get()).isEmpty();
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void an_interrupt_resets_its_stream() throws Exception {
    try (var server = ScriptedHttp2.start((_, _) -> sleep())) {
      var failure = new AtomicReference<Throwable>();
      Thread call =
          Thread.ofVirtual().start(() -> failure.set(catchThrowable(() -> text(get(server)))));
      while (server.received().isEmpty()) {
        pause(5);
      }
      call.interrupt();
      while (server.cancelled().isEmpty()) {
        pause(5);
      }
      assertThat(call.join(LONG)).isTrue();
      assertThat(failure.get()).isInstanceOf(IOException.class);
      assertThat(server.open()).as("the connection stays").isOne();
    }
  }

  /** It may lead nowhere any more, which nobody would tell. */
  @Test
  void a_connection_on_which_one_waited_in_vain_gets_no_more_calls() throws Exception {
    try (var server =
        ScriptedHttp2.start((got, answer) -> {
          if (got.path().equals("/lost")) {
            sleep();
          }
          answer.json(200, "{}");
        })) {
      var timeouts = new UpstreamTimeouts(LONG, SHORT, LONG, LONG);
      assertThat(failure(get(server.uri().resolve("/lost")), timeouts).failure())
          .isEqualTo(UpstreamFailure.FIRST_BYTE_TIMEOUT);
      text(get(server));
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** A server that is done with a stream holds it against the connection. */
  @Test
  void no_room_is_given_where_all_came() throws IOException {
    var ended = new CountDownLatch(1);
    try (var server =
        ScriptedHttp2.start((got, answer) -> {
          if (got.path().equals("/much")) {
            answer.bytes(200, "text/plain", new byte[500_000]); // less than a window
            ended.countDown();
          } else {
            answer.json(200, "{}");
          }
        })) {
      byte[] much =
          client.call(
              get(server.uri().resolve("/much")),
              PATIENT,
              answer -> {
                await(ended);
                text(get(server)); // which comes after it on the same connection
                return answer.body().readAllBytes();
              });
      assertThat(much).hasSize(500_000);
      text(get(server));
      assertThat(server.windowUpdates()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
