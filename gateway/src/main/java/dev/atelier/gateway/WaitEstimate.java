package dev.atelier.gateway;

import java.time.Duration;

/** How long a new caller would wait, from how long attempts have taken lately. Thread-safe. */
final class WaitEstimate {
  /** Within what every official client obeys. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final double WEIGHT = 0.1;

  private double averageMillis;

  synchronized void took(Duration attempt) {
    double millis = attempt.toMillis();
    averageMillis = averageMillis == 0 ? millis : averageMillis + WEIGHT * (millis - averageMillis);
  }

  synchronized Duration waitFor(long ahead, int concurrency) {
    return Duration.ofMillis((long) (averageMillis * (ahead + 1) / Math.max(1, concurrency)));
  }
}
