package dev.atelier.http.client;

import java.time.Duration;

/** When an exchange must be over, counted from now. */
final class Deadline {
  private final Duration total;
  private final long endNanos;

  Deadline(Duration total) {
    this.total = total;
    this.endNanos = System.nanoTime() + total.toNanos();
  }

  long nanosLeft() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  boolean passed() {
    return nanosLeft() == 0;
  }

  void check() throws TransportException {
    if (passed()) {
      throw new TransportException(problem());
    }
  }

  TransportProblem problem() {
    return new TransportProblem.TimedOut(total);
  }

  /**
   * What is left in whole milliseconds, at least one; rounded up, so that no wait of that length is
   * over before the deadline is, and taken for something else.
   */
  Duration left() {
    return Duration.ofMillis(nanosLeft() / 1_000_000 + 1);
  }

  /** The same, but at most this. */
  Duration atMost(Duration max) throws TransportException {
    check();
    Duration left = left();
    return left.compareTo(max) < 0 ? left : max;
  }
}
