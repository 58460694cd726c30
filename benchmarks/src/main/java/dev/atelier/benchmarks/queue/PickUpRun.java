package dev.atelier.benchmarks.queue;

import dev.atelier.benchmarks.figures.Millis;
import dev.atelier.database.NoticeListener;
import dev.atelier.database.Notices;
import dev.atelier.queue.JobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How soon a job begins that is submitted where no job may begin: from the return of its commit at
 * one node to that of the claim at another, which waits for a notice and looks by itself as often
 * as a server does. With one node only, in a database of its own, it is told in the process.
 */
final class PickUpRun {
  private static final String TOPIC = "queued";
  private static final int TICK_MILLIS = 250;
  private static final int PAUSE_MILLIS = 30;
  private static final int PAUSE_MORE_MILLIS = 60;
  private static final int SECONDS_MAX = 30;
  private static final int WARM_UP = 20;

  private final Notices teller;
  private final Notices listener;
  private final OwnQueue submitting;
  private final OwnQueue claiming;
  private final Semaphore told = new Semaphore(0);
  private final BlockingQueue<Long> starts = new LinkedBlockingQueue<>();
  private volatile boolean stopped;

  /**
   * @param submitting the node at which jobs are submitted
   * @param claiming the one at which they begin; the same where there is but one
   */
  PickUpRun(BenchmarkStore submitting, BenchmarkStore claiming) {
    this.teller = submitting.database().notices();
    this.listener = claiming.database().notices();
    this.submitting =
        new OwnQueue(submitting.database(), new JobQueue(submitting.queue()), "node-1");
    this.claiming = new OwnQueue(claiming.database(), new JobQueue(claiming.queue()), "node-2");
  }

  Millis run(int times) throws InterruptedException {
    listener.listen(TOPIC, new Woken());
    Thread claimer = Thread.ofPlatform().daemon().start(this::claim);
    List<Long> took = new ArrayList<>();
    var jobs = new QueueBacklog(1);
    for (int i = -WARM_UP; i < times; i++) {
      Thread.sleep(PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_MORE_MILLIS));
      submitting.submit(jobs.job());
      long submitted = System.nanoTime();
      tell();
      Long started = starts.poll(SECONDS_MAX, TimeUnit.SECONDS);
      if (started == null) {
        throw new IllegalStateException("no job began");
      }
      if (i >= 0) {
        took.add(started - submitted);
      }
    }
    stopped = true;
    claimer.join();
    return Millis.ofNanos(took);
  }

  private void tell() {
    if (teller.equals(listener)) {
      told.release();
    } else {
      teller.send(TOPIC, "");
    }
  }

  /** Wakes the claimer. */
  private final class Woken implements NoticeListener {
    @Override
    public void told(String text) {
      told.release();
    }

    @Override
    public void missed() {
      told.release();
    }
  }

  private void claim() {
    try {
      while (!stopped) {
        boolean _ = told.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
        List<OwnQueue.Started> started = claiming.claim(1);
        started.forEach(one -> {
          starts.add(System.nanoTime());
          claiming.end(one);
        });
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
