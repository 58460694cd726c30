package dev.atelier.database;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Bounded waits that an interrupt does not end; it is kept for the caller. */
final class UninterruptibleWaits {
  private UninterruptibleWaits() {}

  static <E> boolean offer(BlockingQueue<E> queue, E element, Duration max) {
    return queue.offer(element)
        || uninterrupted(max, left -> queue.offer(element, left, TimeUnit.NANOSECONDS));
  }

  static boolean join(Thread thread, Duration max) {
    return uninterrupted(max, left -> thread.join(Duration.ofNanos(Math.max(left, 0))));
  }

  static boolean uninterrupted(Duration max, Wait wait) {
    long deadline = System.nanoTime() + max.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return wait.nanos(deadline - System.nanoTime());
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits at most so many nanoseconds, and says whether what it waited for happened. */
  interface Wait {
    boolean nanos(long left) throws InterruptedException;
  }
}
