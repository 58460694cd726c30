package dev.atelier.webhook.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A signal that is remembered until somebody waits for it; many are as good as one. */
final class WakeUp {
  private final Semaphore signals = new Semaphore(0);

  void signal() {
    if (signals.availablePermits() == 0) {
      signals.release();
    }
  }

  /** Waits for a signal, but no longer than {@code max}; an interrupt ends it, too. */
  void await(Duration max) {
    try {
      boolean _ = signals.tryAcquire(Math.max(0, max.toMillis()), TimeUnit.MILLISECONDS);
      signals.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
