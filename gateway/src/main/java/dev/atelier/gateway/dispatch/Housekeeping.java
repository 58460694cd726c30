package dev.atelier.gateway.dispatch;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.image.JobId;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What must happen as time passes: start deadlines, calls that overstay, lost leases, retention. In
 * steps of bounded size, on a thread of its own.
 */
public final class Housekeeping {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  /** So many at once; while there are more, the next step follows at once. */
  private static final int BATCH = 200;

  /** Each of these ends a job, with its money and its webhooks. */
  private static final int OVERDUE_BATCH = 50;

  private final JobStore store;
  private final RunningCalls running;
  private final RecoverJobs recover;
  private final EndJob end;
  private final SweepExpired sweep;
  private final RecordWaits waits;
  private final Clocks clocks;
  private Instant next = Instant.MIN;
  private Instant nextSweep = Instant.MIN;
  private Instant nextPatrol = Instant.MIN;

  public Housekeeping(
      JobStore store,
      RunningCalls running,
      RecoverJobs recover,
      EndJob end,
      SweepExpired sweep,
      RecordWaits waits,
      Clocks clocks) {
    this.store = store;
    this.running = running;
    this.recover = recover;
    this.end = end;
    this.sweep = sweep;
    this.waits = waits;
    this.clocks = clocks;
  }

  /**
   * Does whatever is due; cheap when nothing is.
   *
   * @return whether there is more of it at once
   */
  public boolean tick() {
    try {
      return step();
    } catch (DatabaseUnavailableException e) {
      recover.databaseAway();
      throw e;
    }
  }

  private boolean step() {
    Instant now = clocks.now();
    if (now.isBefore(next)) {
      return false;
    }
    running.interruptOverdue();
    boolean more = failOverdue() >= OVERDUE_BATCH;
    recover.due();
    waits.tick();
    if (!now.isBefore(nextSweep)) {
      nextSweep = now.plus(SWEEP_EVERY); // also when it fails
      boolean moreToSweep = sweep.step(now, BATCH);
      nextSweep = moreToSweep ? now : now.plus(SWEEP_EVERY);
      more |= moreToSweep;
    }
    if (!now.isBefore(nextPatrol)) {
      nextPatrol = now.plus(SWEEP_EVERY);
      sweep.patrol(now);
    }
    next = more ? now : now.plus(EVERY);
    return more;
  }

  private int failOverdue() {
    return store.write(tx -> {
      List<JobId> failed = store.queue().failOverdue(tx, tx.now(), OVERDUE_BATCH);
      for (JobId id : failed) {
        Job job = store.queue().find(tx, id).orElseThrow();
        waits.ofJob(tx, job);
        end.ended(tx, job);
      }
      return failed.size();
    });
  }
}
