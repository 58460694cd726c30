package dev.atelier.gateway.dispatch;

import dev.atelier.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that repeats a step while there is more to do, and else at each tick or when woken. */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration JOIN_MAX = Duration.ofSeconds(5);

  private final Duration tick;
  private final BooleanSupplier step;
  private final Semaphore signal = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * @param step returns whether there is more to do at once
   */
  Loop(String name, Duration tick, BooleanSupplier step) {
    this.tick = tick;
    this.step = step;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void wake() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  void stop() {
    stopped = true;
    signal.release();
  }

  void join() {
    try {
      if (thread.isAlive()) {
        thread.join(JOIN_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        while (!stopped && step.getAsBoolean()) {
          // each step may have left more to do
        }
        if (signal.tryAcquire(tick.toMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (DatabaseUnavailableException e) {
        LOG.warn("{}: the database does not answer: {}", thread.getName(), e.getMessage());
        pause();
      } catch (RuntimeException e) {
        LOG.error("{}: a step failed; going on", thread.getName(), e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
