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

  /** What is left, but at most this, and at least a millisecond. */
  Duration atMost(Duration max) throws TransportException {
    check();
    long nanos = Math.max(1_000_000, Math.min(nanosLeft(), max.toNanos()));
    return Duration.ofNanos(nanos);
  }
}
