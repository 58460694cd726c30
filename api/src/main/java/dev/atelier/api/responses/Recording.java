package dev.atelier.api.responses;

import dev.atelier.gateway.query.WatchJob.Watch;
import dev.atelier.gateway.query.WatchJob.Watcher;
import dev.atelier.image.FaultException;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The previews of one job, so that they can be told to clients that come later. Its files are there
 * until it is closed and nobody reads it any more.
 */
final class Recording implements Watcher {
  private final Watch watch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Path> previews = new ArrayList<>();
  private boolean begun;
  private boolean over;
  private boolean closing;
  private Optional<Job> ended = Optional.empty();
  private int readers;
  private int version;

  /**
   * @param watch of a job of which nothing was missed; closed with this
   */
  Recording(Watch watch) {
    this.watch = watch;
    this.begun = watch.job().started().isPresent();
  }

  /**
   * What is known so far.
   *
   * @param version grows with every change
   * @param previews in their order
   * @param over whether no more will come
   * @param ended the job as it ended; empty while it goes on or where this process left it
   */
  record Known(int version, boolean begun, List<Path> previews, boolean over, Optional<Job> ended) {
    Known {
      previews = List.copyOf(previews);
    }
  }

  Job job() {
    return watch.job();
  }

  /** Records until the job has ended, or this process leaves it. */
  void record() throws InterruptedException {
    try {
      Job last = watch.await(this);
      change(() -> ended = Optional.of(last));
    } catch (IOException | FaultException _) {
      // The process stops: another will go on with the job.
    } finally {
      change(() -> over = true);
    }
  }

  /** What is known, as soon as that is more than a version, or when the time is over. */
  Known await(int seen, Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (version <= seen && left > 0) {
        left = changed.awaitNanos(left);
      }
      return new Known(version, begun, previews, over, ended);
    } finally {
      lock.unlock();
    }
  }

  /** Begins to read; false if it is closed already. */
  boolean enter() {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      readers++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      readers--;
      closeIfUnread();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closing = true;
      closeIfUnread();
    } finally {
      lock.unlock();
    }
  }

  private void closeIfUnread() {
    if (closing && readers == 0) {
      watch.close();
    }
  }

  @Override
  public void started() {
    change(() -> begun = true);
  }

  @Override
  public void partial(int image, int order, Path file) {
    if (image == 0) {
      change(() -> previews.add(file));
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
