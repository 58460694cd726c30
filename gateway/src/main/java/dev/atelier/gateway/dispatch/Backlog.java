package dev.atelier.gateway.dispatch;

import dev.atelier.database.Notices;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether any job may be queued: what a new job asks before it starts at once, and a worker before
 * it wakes the one that claims. Begins with no; after a first {@link #grew} it says yes until a
 * look at the queue has proved it empty. Other processes are told that it grew.
 */
public final class Backlog {
  private static final long NONE = 0;

  /** The topic under which others are told. */
  static final String QUEUED = "queued";

  private final AtomicLong changes = new AtomicLong(NONE);
  private final Notices notices;

  public Backlog(Notices notices) {
    this.notices = notices;
  }

  /** A job was queued here, or may have been; say so after its commit. */
  public void grew() {
    heard();
    notices.send(QUEUED, "");
  }

  /** The same in another process. */
  void heard() {
    changes.incrementAndGet();
  }

  public boolean any() {
    return changes.get() != NONE;
  }

  /** What is known now, to be shown to {@link #looked}. */
  long mark() {
    return changes.get();
  }

  /**
   * Somebody looked at the queue after {@link #mark}.
   *
   * @param empty whether no job was queued; believed unless one came since the mark
   */
  void looked(long mark, boolean empty) {
    if (empty) {
      changes.compareAndSet(mark, NONE);
    } else if (mark == NONE) {
      heard();
    }
  }
}
