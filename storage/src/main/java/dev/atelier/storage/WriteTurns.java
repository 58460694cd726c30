package dev.atelier.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An order in which large contents are written that arrive at the same time: a few at a time, first
 * come, first served. Taken all at once they would all be done at the end of the last one's work,
 * and their callers would come back together; one after the other, half of them are done in half of
 * that time. Only an order, never a bound: a content that does not grow loses its turn to the next
 * in line, and nobody waits for longer than {@link #WAIT_MAX}.
 */
final class WriteTurns {
  private static final Duration PAUSE_MAX = Duration.ofMillis(5);
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);

  private final int max;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<Turn> held = new LinkedHashSet<>();
  private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

  /**
   * @param max contents that are written at the same time
   * @param nanoTime as {@link System#nanoTime}
   */
  WriteTurns(int max, LongSupplier nanoTime) {
    this.max = max;
    this.nanoTime = nanoTime;
  }

  /** For one content, to be taken before each of its blocks and ended with its last. */
  Turn turn() {
    return new Turn();
  }

  /** How many wait for their turn. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** One content's place in the order. */
  final class Turn {
    private final Condition first = lock.newCondition();
    private volatile boolean mine;
    private volatile long taken;

    private Turn() {}

    /** Returns when it is this content's turn, or when it has waited long enough. */
    void take() {
      taken = nanoTime.getAsLong();
      if (mine) {
        return;
      }
      lock.lock();
      try {
        if (held.size() >= max || !waiting.isEmpty()) {
          await();
        }
        mine = true;
        held.add(this);
        taken = nanoTime.getAsLong();
      } finally {
        lock.unlock();
      }
    }

    private void await() {
      long until = nanoTime.getAsLong() + WAIT_MAX.toNanos();
      waiting.addLast(this);
      try {
        while (nanoTime.getAsLong() < until) {
          boolean next = this == waiting.peekFirst();
          if (next && (held.size() < max || dropPaused())) {
            return;
          }
          long left = next ? PAUSE_MAX.toNanos() : until - nanoTime.getAsLong();
          long _ = first.awaitNanos(left);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt(); // whoever reads what is to be written, sees it
      } finally {
        waiting.remove(this);
        wakeFirst();
      }
    }

    /** The content is whole, or is not wanted any more. */
    void end() {
      if (mine) {
        lock.lock();
        try {
          mine = false;
          held.remove(this);
          wakeFirst();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private void wakeFirst() {
    @Nullable Turn next = waiting.peekFirst();
    if (next != null) {
      next.first.signal();
    }
  }

  private boolean dropPaused() {
    long before = nanoTime.getAsLong() - PAUSE_MAX.toNanos();
    for (var turn : held) {
      if (turn.taken - before < 0) {
        turn.mine = false;
        held.remove(turn);
        return true;
      }
    }
    return false;
  }
}
