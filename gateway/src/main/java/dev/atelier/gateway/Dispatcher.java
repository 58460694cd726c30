package dev.atelier.gateway;

import dev.atelier.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that claims whenever something may be claimable, and does the housekeeping between.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration TICK = Duration.ofMillis(250);

  private final ClaimJobs claims;
  private final Housekeeping housekeeping;
  private final Semaphore signal = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopped;

  Dispatcher(ClaimJobs claims, Housekeeping housekeeping) {
    this.claims = claims;
    this.housekeeping = housekeeping;
    this.thread = Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    claims.onWake(signal::release);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    stopped = true;
    signal.release();
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        while (!stopped && claims.step()) {
          // every claim may have left another job claimable
        }
        housekeeping.tick();
        if (signal.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          signal.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (DatabaseUnavailableException e) {
        LOG.warn("cannot claim work: {}", e.getMessage());
        pause();
      } catch (RuntimeException e) {
        LOG.error("claiming failed; going on", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(TICK);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
