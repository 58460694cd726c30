package dev.atelier.queue.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue of events for one waiter. A new progress replaces the one before it; when the
 * queue is full the oldest event of the least worth goes: progress, then previews that arrive, then
 * whole ones, then the rest. {@link JobEvent.Ended} is the last event and never goes.
 */
final class EventBuffer {
  private static final List<Class<? extends JobEvent>> LEAST_WORTH_FIRST =
      List.of(
          JobEvent.Progress.class,
          JobEvent.Arriving.class,
          JobEvent.Partial.class,
          JobEvent.ImageDone.class,
          JobEvent.Started.class);

  private final int max;
  private final Deque<JobEvent> events = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param max most events kept, 1 or more
   */
  EventBuffer(int max) {
    this.max = max;
  }

  void put(JobEvent event) {
    lock.lock();
    try {
      if (ended || closed) {
        return;
      }
      makeRoom(event);
      events.addLast(event);
      ended = event instanceof JobEvent.Ended;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Optional<JobEvent> take(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (events.isEmpty() && !ended && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return Optional.ofNullable(events.pollFirst());
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(JobEvent next) {
    boolean again =
        (next instanceof JobEvent.Progress && events.peekLast() instanceof JobEvent.Progress)
            || (next instanceof JobEvent.Missed && events.peekLast() instanceof JobEvent.Missed);
    if (again) {
      events.removeLast();
    }
    for (var kind : LEAST_WORTH_FIRST) {
      if (events.size() < max) {
        return;
      }
      removeFirst(kind);
    }
  }

  private void removeFirst(Class<? extends JobEvent> kind) {
    for (Iterator<JobEvent> each = events.iterator(); each.hasNext(); ) {
      if (kind.isInstance(each.next())) {
        each.remove();
        return;
      }
    }
  }
}
