package dev.atelier.gateway;

import dev.atelier.image.JobId;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;

/** What must happen as time passes: start deadlines, attempts that overstay, retention. */
public final class Housekeeping {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final int BATCH = 200;

  /** With the pause between sweeps, enough for a hundred jobs a second. */
  private static final int BATCHES_MAX = 30;

  private final GatewayParts parts;
  private final Running running;
  private final RecoverJobs recover;
  private final FinishImages finish;
  private Instant next = Instant.MIN;
  private Instant nextSweep = Instant.MIN;

  Housekeeping(GatewayParts parts, Running running, RecoverJobs recover, FinishImages finish) {
    this.finish = finish;
    this.parts = parts;
    this.running = running;
    this.recover = recover;
  }

  /** Does whatever is due; cheap when nothing is. */
  public void tick() {
    Instant now = parts.clock().instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(EVERY);
    running.interruptOverdue(now);
    failOverdue(now);
    recover.due(now);
    if (!now.isBefore(nextSweep)) {
      nextSweep = now.plus(SWEEP_EVERY);
      sweep(now);
    }
  }

  private void failOverdue(Instant now) {
    parts
        .database()
        .write(tx -> {
          List<JobId> failed = parts.queue().failOverdue(tx, now, BATCH);
          for (JobId id : failed) {
            Job job = parts.queue().find(tx, id).orElseThrow();
            finish.end(tx, job, job.state());
          }
          return failed.size();
        });
  }

  private void sweep(Instant now) {
    Instant ended = now.minus(parts.settings().keeping().usual());
    Instant remembered = now.minus(Duration.ofHours(24));
    inBatches(() -> parts.database().write(tx -> parts.queue().forget(tx, ended, BATCH)));
    inBatches(
        () -> parts.database().write(tx -> parts.idempotency().forget(tx, remembered, BATCH)));
    inBatches(() -> parts.database().write(tx -> parts.outbox().forget(tx, ended, BATCH)));
    inBatches(() -> parts.artifacts().sweep(now, BATCH));
  }

  /** Goes on while whole batches are found. */
  private static void inBatches(IntSupplier batch) {
    int done = 0;
    while (done < BATCHES_MAX && batch.getAsInt() >= BATCH) {
      done++;
    }
  }
}
