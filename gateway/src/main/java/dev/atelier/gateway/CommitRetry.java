package dev.atelier.gateway;

import dev.atelier.database.DatabaseUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Tries a commit again while the database does not answer: what an attempt brought may be paid for
 * and cannot be had again.
 *
 * @param pause between two tries
 * @param max how long it is tried
 */
public record CommitRetry(Duration pause, Duration max) {
  public static final CommitRetry NEVER = new CommitRetry(Duration.ZERO, Duration.ZERO);
  public static final CommitRetry DEFAULT =
      new CommitRetry(Duration.ofMillis(500), Duration.ofMinutes(10));

  /**
   * What {@code commit} returns.
   *
   * @throws DatabaseUnavailableException when the time is over, or the thread is interrupted
   */
  <T> T run(InstantSource clock, Supplier<T> commit) {
    Instant end = clock.instant().plus(max);
    while (true) {
      try {
        return commit.get();
      } catch (DatabaseUnavailableException e) {
        if (!clock.instant().isBefore(end) || !paused()) {
          throw e;
        }
      }
    }
  }

  private boolean paused() {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
