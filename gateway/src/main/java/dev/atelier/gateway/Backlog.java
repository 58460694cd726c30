package dev.atelier.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether any job may be queued: what a new job asks before it starts at once, and a worker before
 * it wakes the one that claims. Begins with no; after a first {@link #grew} it says yes until a
 * look at the queue has proved it empty.
 */
final class Backlog {
  private static final long NONE = 0;

  private final AtomicLong news = new AtomicLong(NONE);

  /** A job was queued, or may have been; say so after its commit. */
  void grew() {
    news.incrementAndGet();
  }

  boolean any() {
    return news.get() != NONE;
  }

  /** What is known now, to be shown to {@link #looked}. */
  long mark() {
    return news.get();
  }

  /**
   * Somebody looked at the queue after {@link #mark}.
   *
   * @param empty whether no job was queued; believed unless one came since the mark
   */
  void looked(long mark, boolean empty) {
    if (empty) {
      news.compareAndSet(mark, NONE);
    } else if (mark == NONE) {
      grew();
    }
  }
}
