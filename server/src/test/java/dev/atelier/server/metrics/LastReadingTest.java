package dev.atelier.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scrape loads nothing and waits for nothing that hangs. */
@Timeout(20)
class LastReadingTest {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void it_is_read_once_while_it_is_fresh() {
    var reading = reading(reads::incrementAndGet, Duration.ofSeconds(10));
    reading.refresh();
    reading.refresh();
    assertThat(reading.value()).hasValue(1);

    nanos.addAndGet(FRESH.toNanos());
    reading.refresh();
    assertThat(reading.value()).hasValue(2);
  }

  @Test
  void what_hangs_is_begun_once_and_what_was_known_is_served() {
    var hang = new CountDownLatch(1);
    var next = new AtomicReference<Supplier<Integer>>(() -> 7);
    var reading =
        reading(
            () -> {
              reads.incrementAndGet();
              return next.get().get();
            },
            Duration.ofMillis(50));
    while (reading.value().isEmpty()) {
      reading.refresh(); // a slow machine may need more than one wait for the first value
    }
    int before = reads.get();
    next.set(() -> hanging(hang));
    nanos.addAndGet(FRESH.multipliedBy(2).toNanos());
    reading.refresh();
    reading.refresh();
    reading.refresh();

    assertThat(reads.get()).isEqualTo(before + 1);
    assertThat(reading.value()).hasValue(7);
    assertThat(reading.age()).isGreaterThan(FRESH);
    hang.countDown();
  }

  @Test
  void what_fails_leaves_what_was_known() {
    var next = new AtomicReference<Supplier<Integer>>(() -> 7);
    var reading = reading(() -> next.get().get(), Duration.ofSeconds(10));
    reading.refresh();
    next.set(() -> {
      throw new IllegalStateException("the database is away");
    });
    nanos.addAndGet(FRESH.multipliedBy(3).toNanos());
    reading.refresh();

    assertThat(reading.value()).hasValue(7);
    assertThat(reading.age()).isEqualTo(FRESH.multipliedBy(3));
  }

  @Test
  void a_scrape_of_a_database_that_hangs_answers_with_what_is_known() {
    var hang = new CountDownLatch(1);
    try (var sample = new SampleMetrics(SampleMetrics.account("first"))) {
      sample.stored.set(() -> {
        hanging(hang);
        return SampleMetrics.state();
      });
      assertThat(sample.metrics.scrape())
          .contains("\natelier_queue_age_seconds NaN")
          .contains("\natelier_http_in_flight 1.0");
    } finally {
      hang.countDown();
    }
  }

  private <T> LastReading<T> reading(Supplier<T> read, Duration waitMax) {
    return new LastReading<>(read, FRESH, waitMax, nanos::get);
  }

  private static int hanging(CountDownLatch hang) {
    try {
      hang.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 8;
  }
}
