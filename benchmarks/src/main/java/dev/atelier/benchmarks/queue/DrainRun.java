package dev.atelier.benchmarks.queue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Claims and ends jobs until none is left, a bounded number of them at once. */
final class DrainRun {
  /** Jobs that are worked on at once, as calls at accounts. */
  static final int AT_ONCE = 200;

  private static final int TOGETHER_MAX = 64;
  private static final long SECONDS_MAX = 300;

  private final OwnQueue queue;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final CountDownLatch left;
  private final AtomicInteger ended = new AtomicInteger();

  DrainRun(OwnQueue queue, int jobs) {
    this.queue = queue;
    this.left = new CountDownLatch(jobs);
  }

  /** Returns when all have ended; jobs a second. */
  double run() throws InterruptedException {
    long began = System.nanoTime();
    Thread claimer = Thread.ofPlatform().daemon().start(this::claim);
    if (!left.await(SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException("only " + ended + " jobs have ended");
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    claimer.join();
    return ended.get() / seconds;
  }

  private void claim() {
    try {
      while (left.getCount() > 0) {
        slots.acquire();
        int more = Math.min(TOGETHER_MAX - 1, slots.availablePermits());
        slots.acquire(more);
        List<OwnQueue.Started> started = queue.claim(1 + more);
        slots.release(1 + more - started.size());
        started.forEach(one -> Thread.ofVirtual().start(() -> work(one)));
        if (started.isEmpty()) {
          Thread.sleep(1);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(OwnQueue.Started started) {
    queue.end(started);
    slots.release();
    ended.incrementAndGet();
    left.countDown();
  }
}
