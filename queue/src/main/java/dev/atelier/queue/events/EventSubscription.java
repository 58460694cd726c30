package dev.atelier.queue.events;

import java.time.Duration;
import java.util.Optional;

/** One waiter's view of one job's events. Close it: preview files wait for that. */
public interface EventSubscription extends AutoCloseable {

  /**
   * The next event, waiting up to {@code timeout} for it; empty if none came, or the subscription
   * is closed. After {@link JobEvent.Ended} none comes.
   */
  Optional<JobEvent> next(Duration timeout) throws InterruptedException;

  @Override
  void close();
}
