package dev.atelier.gateway.settle;

import dev.atelier.database.CommitUnknownException;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.Clocks;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries a commit again while the database does not answer: what an attempt brought may be paid for
 * and cannot be had again. A commit that timed out may be on disk, so what is tried again must find
 * its own work done.
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
   * @throws CommitUnknownException likewise
   */
  public <T> T run(Clocks clocks, Supplier<T> commit) {
    long deadline = clocks.deadline(max);
    while (true) {
      try {
        return commit.get();
      } catch (DatabaseUnavailableException | CommitUnknownException e) {
        if (clocks.passed(deadline) || !paused(clocks)) {
          throw e;
        }
      }
    }
  }

  private boolean paused(Clocks clocks) {
    try {
      clocks.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
