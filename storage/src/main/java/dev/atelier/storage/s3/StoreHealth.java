package dev.atelier.storage.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the object store is known to be away. A call that failed with all its repeats says so;
 * from then on a thread asks, until it answers.
 */
final class StoreHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);
  private static final int GROWTH = 10;

  private final Duration pause;
  private final Probe probe;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean closed;

  /** Asks once; throws whatever says that it is still away. */
  @FunctionalInterface
  interface Probe {
    void ask() throws Exception;
  }

  StoreHealth(Duration pause, Probe probe) {
    this.pause = pause;
    this.probe = probe;
  }

  /** What is wrong with it, for people; empty if nothing is known. */
  Optional<String> problem() {
    return problem;
  }

  /**
   * @param words for callers
   * @param detail for the log
   */
  void failed(String words, String detail) {
    if (problem.isEmpty()) {
      LOG.warn("{}: {}", words, detail);
    }
    problem = Optional.of(words);
    beginAsking();
  }

  private void beginAsking() {
    if (!closed && problem.isPresent() && asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("object-store-probe").start(this::askUntilBack);
    }
  }

  void succeeded() {
    if (problem.isPresent()) {
      problem = Optional.empty();
      LOG.info("the object store answers again");
    }
  }

  private void askUntilBack() {
    Duration wait = pause;
    try {
      while (!closed && problem.isPresent()) {
        Thread.sleep(jittered(wait));
        wait = longer(wait);
        ask();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      asking.set(false);
    }
    beginAsking(); // it may have failed again just now
  }

  private void ask() {
    try {
      probe.ask();
      succeeded();
    } catch (StoreOwner.ForeignBucketException foreign) {
      failed("the object store belongs to another server", String.valueOf(foreign.getMessage()));
    } catch (Exception stillAway) {
      LOG.debug("the object store is still away", stillAway);
    }
  }

  private Duration longer(Duration wait) {
    Duration max = pause.multipliedBy(GROWTH);
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(max) < 0 ? twice : max;
  }

  private static Duration jittered(Duration wait) {
    return wait.dividedBy(2).plusNanos(ThreadLocalRandom.current().nextLong(wait.toNanos() / 2));
  }

  @Override
  public void close() {
    closed = true;
  }
}
