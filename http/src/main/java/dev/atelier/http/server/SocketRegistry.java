package dev.atelier.http.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/** The open WebSocket connections of a server: looks after their times, and ends them in order. */
final class SocketRegistry {
  private static final long DRAINING_LOOK_MILLIS = 20;

  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final Map<OpenSocket, Scheduler.Task> open = new HashMap<>();
  private boolean draining;

  SocketRegistry(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void add(OpenSocket socket) {
    lock.lock();
    try {
      schedule(socket);
    } finally {
      lock.unlock();
    }
  }

  void remove(OpenSocket socket) {
    lock.lock();
    try {
      Scheduler.Task task = open.remove(socket);
      if (task != null) {
        task.cancel();
      }
      gone.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /** The connections that are sockets. */
  Set<EndPoint> connections() {
    lock.lock();
    try {
      return open.keySet().stream().map(OpenSocket::connection).collect(Collectors.toSet());
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on each is closed with 1001 as soon as its client waits for nothing any more and
   * neither side has said anything for half a second.
   */
  void drain() {
    lock.lock();
    try {
      draining = true;
      open.forEach((socket, task) -> {
        task.cancel();
        open.put(socket, later(socket, 0));
      });
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all are closed; whether they were within {@code max}. */
  boolean await(Duration max) throws InterruptedException {
    lock.lock();
    try {
      long left = max.toNanos();
      while (!open.isEmpty() && left > 0) {
        left = gone.awaitNanos(left);
      }
      return open.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Closes those that are left with 1001, whatever their clients wait for. */
  void closeAll() {
    Set<OpenSocket> left;
    lock.lock();
    try {
      left = Set.copyOf(open.keySet());
    } finally {
      lock.unlock();
    }
    left.forEach(socket -> socket.close(SocketClose.GOING_AWAY, "the server is stopping"));
  }

  private void look(OpenSocket socket) {
    boolean ending;
    lock.lock();
    try {
      if (!open.containsKey(socket)) {
        return;
      }
      ending = draining;
      schedule(socket);
    } finally {
      lock.unlock();
    }
    socket.look(ending);
  }

  private void schedule(OpenSocket socket) {
    open.put(socket, later(socket, draining ? DRAINING_LOOK_MILLIS : socket.lookMillis()));
  }

  private Scheduler.Task later(OpenSocket socket, long millis) {
    return scheduler.schedule(() -> look(socket), millis, TimeUnit.MILLISECONDS);
  }
}
