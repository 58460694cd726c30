package dev.atelier.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.RequestSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans never hold anybody up, whatever their collector does. */
@Timeout(60)
class SpanExportQueueTest {
  private static final int MANY = 1_000;
  private static final SpanExportQueue.Bounds SMALL =
      new SpanExportQueue.Bounds(
          100, Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(500));

  @Test
  void what_a_collector_takes_counts_as_exported() {
    try (var collector = OtlpReceiver.start();
        var tracing = Tracing.start(settings(collector.uri()), SMALL)) {
      answer(tracing, 50);
      await().until(() -> tracing.counts().exported() == 50);

      assertThat(collector.spans()).hasSize(50);
      assertThat(tracing.counts()).isEqualTo(new SpanCounts(50, 0, 0));
    }
  }

  @Test
  void a_collector_that_hangs_costs_spans_and_no_time() {
    try (var collector = OtlpReceiver.hanging()) {
      var tracing = Tracing.start(settings(collector.uri()), SMALL);
      long begun = System.nanoTime();
      answer(tracing, MANY);
      assertThat(since(begun)).isLessThan(Duration.ofSeconds(5));
      assertThat(tracing.counts().dropped()).isPositive();
      await().until(() -> tracing.counts().failed() > 0);

      long closing = System.nanoTime();
      tracing.close();
      assertThat(since(closing)).isLessThan(Duration.ofSeconds(12));
      await().until(() -> sum(tracing.counts()) == MANY);
    }
  }

  @Test
  void a_collector_that_is_away_costs_spans_and_no_time() {
    try (var tracing = Tracing.start(settings(nobody()), SMALL)) {
      long begun = System.nanoTime();
      answer(tracing, MANY);
      assertThat(since(begun)).isLessThan(Duration.ofSeconds(5));
      await().until(() -> tracing.counts().failed() > 0);

      assertThat(tracing.counts().exported()).isZero();
    }
  }

  @Test
  void what_comes_after_the_end_is_dropped() {
    try (var collector = OtlpReceiver.start()) {
      var tracing = Tracing.start(settings(collector.uri()), SMALL);
      answer(tracing, 5);
      tracing.close();
      answer(tracing, 3);

      assertThat(collector.spans()).hasSize(5);
      assertThat(tracing.counts().exported()).isEqualTo(5);
    }
  }

  static void answer(Tracing tracing, int requests) {
    for (int i = 0; i < requests; i++) {
      Optional<RequestSpan> span = tracing.requests().begin(Optional.empty());
      tracing
          .requests()
          .answered(
              new AccessRecord(
                  "GET",
                  "/v1/models",
                  200,
                  Duration.ofMillis(3),
                  0,
                  10,
                  "req_" + i,
                  Map.of(),
                  Instant.EPOCH,
                  span));
    }
  }

  static TracingSettings settings(URI collector) {
    return new TracingSettings(collector, Map.of(), "test", SamplerChoice.DEFAULT, false);
  }

  private static long sum(SpanCounts counts) {
    return counts.exported() + counts.dropped() + counts.failed();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static URI nobody() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
