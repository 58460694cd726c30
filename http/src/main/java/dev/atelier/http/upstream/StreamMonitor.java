package dev.atelier.http.upstream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller of one stream waits for what its connection's threads tell, which never wait.
 */
final class StreamMonitor {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final CallProgress progress;
  private @Nullable IOException failure;
  private boolean timedOut;

  StreamMonitor(CallProgress progress) {
    this.progress = progress;
  }

  /** Changes something that both sides see, and wakes the caller. */
  void change(Runnable change) {
    get(() -> {
      change.run();
      return true;
    });
  }

  /** The same where something comes of it. */
  <T> T get(Supplier<T> change) {
    lock.lock();
    try {
      T result = change.get();
      told.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** No more comes; of several reasons the first counts. */
  void fail(IOException reason) {
    change(() -> {
      if (failure == null) {
        failure = reason;
      }
    });
  }

  /**
   * Waits until something is so, or no more can come that would make it so.
   *
   * @throws SocketTimeoutException after so long, or once the whole call has no time left
   * @throws InterruptedIOException if the caller is interrupted, which it then still is
   */
  void await(BooleanSupplier so, Duration max) throws IOException {
    try {
      lock.lockInterruptibly();
      try {
        long begun = System.nanoTime();
        while (!so.getAsBoolean()) {
          if (failure != null) {
            throw failure;
          }
          told.awaitNanos(nanosLeft(max.toNanos() - (System.nanoTime() - begun)));
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was ended");
    }
  }

  /** Whether the caller waited in vain; for the caller to ask. */
  boolean timedOut() {
    return timedOut;
  }

  private long nanosLeft(long ofThis) throws SocketTimeoutException {
    long ofAll = progress.nanosLeft();
    if (ofAll <= 0) {
      progress.timedOut();
    }
    long left = Math.min(ofThis, ofAll);
    if (left <= 0) {
      timedOut = true;
      throw new SocketTimeoutException("nothing came in time");
    }
    return left;
  }
}
