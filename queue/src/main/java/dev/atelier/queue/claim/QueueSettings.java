package dev.atelier.queue.claim;

import java.time.Duration;

/**
 * The bounds of the queue.
 *
 * @param lengthMax most queued jobs, 1 or more
 * @param tenantLengthMax of these, most of one tenant, 1 or more
 * @param backgroundEvery each so-many-th claim takes a background job first, whoever waits for an
 *     interactive one; 1 is always, 0 is never
 * @param retryAfter what a caller is told when the queue is full
 * @param shared whether many write at the same time
 */
public record QueueSettings(
    int lengthMax, int tenantLengthMax, int backgroundEvery, Duration retryAfter, boolean shared) {
  public static final QueueSettings DEFAULT =
      new QueueSettings(10_000, 5_000, 4, Duration.ofSeconds(10));

  /** For one writer. */
  public QueueSettings(
      int lengthMax, int tenantLengthMax, int backgroundEvery, Duration retryAfter) {
    this(lengthMax, tenantLengthMax, backgroundEvery, retryAfter, false);
  }

  public QueueSettings {
    if (lengthMax < 1 || tenantLengthMax < 1 || backgroundEvery < 0 || retryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "lengthMax "
              + lengthMax
              + ", tenantLengthMax "
              + tenantLengthMax
              + ", backgroundEvery "
              + backgroundEvery
              + ", "
              + retryAfter);
    }
  }

  /** The same with other bounds; one tenant's is at most the whole. */
  public QueueSettings withLengthMax(int all, int tenant) {
    return new QueueSettings(all, Math.min(all, tenant), backgroundEvery, retryAfter, shared);
  }

  /**
   * The same for a database in which many write at the same time. Its bounds may be exceeded then
   * by as many jobs as are being accepted at once.
   */
  public QueueSettings sideBySide() {
    return new QueueSettings(lengthMax, tenantLengthMax, backgroundEvery, retryAfter, true);
  }
}
