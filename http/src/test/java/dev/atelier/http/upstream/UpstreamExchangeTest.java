package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log is told of a call over either HTTP: when each phase ended, and what was moved. */
@ParameterizedClass
@EnumSource
class UpstreamExchangeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final UpstreamTimeouts PATIENT = new UpstreamTimeouts(LONG, LONG, LONG, LONG);
  private static final byte[] BODY = "x".repeat(5_000).getBytes(UTF_8);

  private final HttpVersion version;
  private final UpstreamClient client = new UpstreamClient();
  private final List<UpstreamExchange> told = new ArrayList<>();

  UpstreamExchangeTest(HttpVersion version) {
    this.version = version;
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void each_phase_ends_when_the_server_has_seen_it_or_done_it() throws Exception {
    var read = new CountDownLatch(1);
    long[] server = new long[3];
    try (var http =
        TestUpstream.start(
            version,
            (_, reply) -> {
              server[0] = System.nanoTime();
              reply.open(200, "application/json");
              reply.block("1");
              await(read);
              server[1] = System.nanoTime();
              reply.block("2");
              server[2] = System.nanoTime();
              reply.end();
            })) {
      client.call(
          UpstreamRequest.get(http.uri()).over(version),
          PATIENT,
          log(),
          response -> {
            assertThat(response.body().read()).isEqualTo('1');
            read.countDown();
            return response.body().readAllBytes();
          });
    }
    UpstreamExchange exchange = told.getFirst();
    long begun = exchange.begunNanos();
    long connected = begun + exchange.connected().orElseThrow().toNanos();
    long sent = begun + exchange.sent().orElseThrow().toNanos();
    long first = begun + exchange.firstByte().orElseThrow().toNanos();
    long last = begun + exchange.lastByte().orElseThrow().toNanos();
    assertThat(connected - begun).isNotNegative();
    assertThat(sent - connected).isNotNegative();
    assertThat(server[0] - sent).as("the server reads what was sent").isPositive();
    assertThat(first - server[0]).as("the head comes after the request").isPositive();
    assertThat(server[1] - first).as("the head comes before the rest").isPositive();
    assertThat(last - server[1]).as("the last byte comes after the rest began").isPositive();
    assertThat(exchange.status()).isEqualTo(OptionalInt.of(200));
  }

  @Test
  void what_the_caller_does_before_the_first_byte_is_none_of_the_connection() throws IOException {
    long[] sending = new long[2];
    try (var http = TestUpstream.start(version, (_, reply) -> reply.json(200, "{}"))) {
      client.call(
          UpstreamRequest.get(http.uri()).over(version),
          PATIENT,
          UpstreamObserver.of(
              () -> {
                sending[0] = System.nanoTime();
                sending[1] = System.nanoTime();
              },
              told::add),
          response -> response.body().readAllBytes());
    }
    UpstreamExchange exchange = told.getFirst();
    assertThat(sending[0] - exchange.begunNanos() - exchange.connected().orElseThrow().toNanos())
        .isNotNegative();
    assertThat(exchange.begunNanos() + exchange.sent().orElseThrow().toNanos() - sending[1])
        .isNotNegative();
  }

  @Test
  void a_connection_that_is_used_again_is_told_as_such_and_counts_from_nothing()
      throws IOException {
    try (var http =
        TestUpstream.start(version, (_, reply) -> reply.bytes(200, "image/png", BODY))) {
      call(UpstreamRequest.post(http.uri(), UpstreamBody.json("{}")));
      call(UpstreamRequest.post(http.uri(), UpstreamBody.json("{}")));
    }
    assertThat(told).extracting(UpstreamExchange::reused).containsExactly(false, true);
    assertThat(told.get(1).bytesOut()).isEqualTo(told.get(0).bytesOut()).isPositive();
    assertThat(told.get(1).bytesIn()).isEqualTo(told.get(0).bytesIn()).isGreaterThan(BODY.length);
  }

  @Test
  void the_bytes_of_what_is_sent_are_counted() throws IOException {
    try (var http = TestUpstream.start(version, (_, reply) -> reply.json(200, "{}"))) {
      call(UpstreamRequest.post(http.uri(), UpstreamBody.json("{}")));
      call(UpstreamRequest.post(http.uri(), UpstreamBody.json("x".repeat(900_002))));
    }
    int moreDigits = "900002".length() - "2".length();
    assertThat(told.get(1).bytesOut() - told.get(0).bytesOut()).isEqualTo(900_000 + moreDigits);
  }

  @Test
  void ids_of_the_request_are_kept_where_they_look_like_ids() throws IOException {
    try (var http =
        TestUpstream.start(
            version,
            (_, reply) ->
                reply.json(
                    200,
                    "{}",
                    "X-Request-Id",
                    "req_1",
                    "CF-Ray",
                    "8f2-FRA",
                    "apim-request-id",
                    "two words",
                    "request-id",
                    "x".repeat(129)))) {
      call(UpstreamRequest.get(http.uri()));
    }
    assertThat(told.getFirst().requestIds())
        .isEqualTo(Map.of("x-request-id", "req_1", "cf-ray", "8f2-FRA"));
  }

  @Test
  void a_call_that_finds_nobody_has_no_phase() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var failure =
        catchThrowable(() -> call(UpstreamRequest.get(URI.create("http://127.0.0.1:" + port))));
    assertThat(failure).isInstanceOf(UpstreamException.class);
    UpstreamExchange exchange = told.getFirst();
    assertThat(exchange.connected()).isEmpty();
    assertThat(exchange.sent()).isEmpty();
    assertThat(exchange.bytesOut() + exchange.bytesIn()).isZero();
  }

  @Test
  void a_call_without_an_answer_was_sent_and_has_no_first_byte() throws IOException {
    try (var http = TestUpstream.start(version, (_, reply) -> reply.reset())) {
      assertThat(catchThrowable(() -> call(UpstreamRequest.get(http.uri()))))
          .isInstanceOf(UpstreamException.class);
    }
    assertThat(told.getFirst().sent()).isPresent();
    assertThat(told.getFirst().firstByte()).isEmpty();
    assertThat(told.getFirst().bytesOut()).isPositive();
  }

  @Test
  void a_call_that_must_not_leave_was_not_sent() throws IOException {
    try (var http = TestUpstream.start(version, (_, reply) -> reply.json(200, "{}"))) {
      var observer =
          UpstreamObserver.of(
              () -> {
                throw new IllegalStateException("the job is gone");
              },
              told::add);
      assertThat(
              catchThrowable(() ->
                  client.call(
                      UpstreamRequest.get(http.uri()).over(version), PATIENT, observer, _ -> "")))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().connected()).isPresent();
    assertThat(told.getFirst().sent()).isEmpty();
    assertThat(told.getFirst().bytesOut()).isZero();
  }

  private void call(UpstreamRequest request) throws IOException {
    client.call(request.over(version), PATIENT, log(), response -> response.body().readAllBytes());
  }

  private UpstreamObserver log() {
    return UpstreamObserver.of(() -> {}, told::add);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
