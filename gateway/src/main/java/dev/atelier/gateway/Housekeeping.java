package dev.atelier.gateway;

import dev.atelier.image.JobId;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What must happen as time passes: start deadlines, attempts that overstay, retention. */
public final class Housekeeping {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  /** So many at once, and as many each second while there are more: claims go on in between. */
  private static final int BATCH = 200;

  /** Each of these ends a job, with its money and its news. */
  private static final int OVERDUE_BATCH = 50;

  private final GatewayParts parts;
  private final Running running;
  private final RecoverJobs recover;
  private final FinishImages finish;
  private Instant next = Instant.MIN;
  private Instant nextSweep = Instant.MIN;
  private Instant nextPatrol = Instant.MIN;

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
      nextSweep = sweep(now) < BATCH ? nextSweep : next;
    }
    if (!now.isBefore(nextPatrol)) {
      nextPatrol = now.plus(SWEEP_EVERY);
      parts.artifacts().patrol(now);
    }
  }

  private void failOverdue(Instant now) {
    parts
        .database()
        .write(tx -> {
          List<JobId> failed = parts.queue().failOverdue(tx, now, OVERDUE_BATCH);
          for (JobId id : failed) {
            Job job = parts.queue().find(tx, id).orElseThrow();
            finish.end(tx, job, job.state());
          }
          return failed.size();
        });
  }

  /** One batch of each kind; returns the size of the largest. */
  private int sweep(Instant now) {
    Instant ended = now.minus(parts.settings().retention().usual());
    Instant remembered = now.minus(Duration.ofHours(24));
    return IntStream.of(
            parts.database().<Integer>write(tx -> parts.queue().forget(tx, ended, BATCH)),
            parts
                .database()
                .<Integer>write(tx -> parts.idempotency().forget(tx, remembered, BATCH)),
            parts.database().<Integer>write(tx -> parts.outbox().giveUp(tx, now, BATCH)),
            parts.database().<Integer>write(tx -> parts.outbox().forget(tx, ended, BATCH)),
            parts.artifacts().sweep(now, BATCH))
        .max()
        .orElseThrow();
  }
}
