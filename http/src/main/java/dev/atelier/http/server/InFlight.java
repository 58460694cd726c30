package dev.atelier.http.server;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;

/**
 * The requests being answered, and whether new ones are. While draining, a connection is closed
 * soon after its last request, and one that is still busy keeps its time to read and write.
 */
final class InFlight {
  private static final long END_AFTER_MILLIS = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Map<EndPoint, Integer> busy = new HashMap<>();
  private int count;
  private boolean draining;

  /** Counts a request in, to be matched by {@link #leave}; false when it must be turned away. */
  boolean enter(EndPoint connection) {
    lock.lock();
    try {
      count++;
      busy.merge(connection, 1, Integer::sum);
      return !draining;
    } finally {
      lock.unlock();
    }
  }

  void leave(EndPoint connection) {
    lock.lock();
    try {
      count--;
      boolean over = busy.computeIfPresent(connection, (_, n) -> n == 1 ? null : n - 1) == null;
      if (over && draining) {
        end(connection);
      }
      if (count == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** From now on new requests are turned away. */
  void turnAway() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets those of {@code connections} end that no request is on. */
  void endIdle(Collection<EndPoint> connections) {
    lock.lock();
    try {
      connections.stream().filter(each -> !busy.containsKey(each)).forEach(InFlight::end);
    } finally {
      lock.unlock();
    }
  }

  /** Soon, and not at once: its last answer may still be on the way. */
  private static void end(EndPoint connection) {
    connection.setIdleTimeout(END_AFTER_MILLIS);
  }

  /** Waits for the running requests; whether all ended in time. */
  boolean await(Duration max) throws InterruptedException {
    lock.lock();
    try {
      long left = max.toNanos();
      while (count > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
