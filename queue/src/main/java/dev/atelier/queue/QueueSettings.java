package dev.atelier.queue;

import java.time.Duration;

/**
 * The bounds of the queue.
 *
 * @param lengthMax most queued jobs, 1 or more
 * @param oldestEvery each so-many-th claim takes the oldest job of all, whoever waits for it and
 *     whose it is; 1 is strictly by age, 0 is never
 * @param retryAfter what a caller is told when the queue is full
 */
public record QueueSettings(int lengthMax, int oldestEvery, Duration retryAfter) {
  public static final QueueSettings DEFAULT = new QueueSettings(10_000, 4, Duration.ofSeconds(10));

  public QueueSettings {
    if (lengthMax < 1 || oldestEvery < 0 || retryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "lengthMax " + lengthMax + ", oldestEvery " + oldestEvery + ", " + retryAfter);
    }
  }

  public QueueSettings withLengthMax(int other) {
    return new QueueSettings(other, oldestEvery, retryAfter);
  }
}
