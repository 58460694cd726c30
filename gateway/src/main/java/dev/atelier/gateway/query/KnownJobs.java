package dev.atelier.gateway.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The jobs that are asked about again and again. Each is remembered as it was read; the version in
 * its row says, at every question, whether that is still so, whoever changed it and in whatever
 * process.
 *
 * <p>For transactions that only read: what one that changes rows sees may be rolled back.
 */
final class KnownJobs {
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** About as many bytes. */
  private static final int WEIGHT_MAX = 16 << 20;

  private static final int JOB_WEIGHT = 2_000;
  private static final int IMAGE_WEIGHT = 1_000;

  private final JobQueue queue;
  private final Ledger ledger;
  private final Cache<JobId, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(WEIGHT_MAX)
          .weigher((JobId _, Known one) -> weight(one.job()))
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();

  KnownJobs(JobQueue queue, Ledger ledger) {
    this.queue = queue;
    this.ledger = ledger;
  }

  /**
   * A job with what changes no other way than by a commit that changes its version too.
   *
   * @param withdrawn whether its owner took the answer back
   */
  record Known(Job job, List<Charge> charges, List<String> flagged, boolean withdrawn) {
    Known {
      charges = List.copyOf(charges);
      flagged = List.copyOf(flagged);
    }
  }

  /** The job as it is now, if it is this tenant's. */
  Optional<Known> find(Tx tx, TenantId tenant, JobId id) {
    Known before = known.getIfPresent(id);
    if (before != null
        && before.job().tenant().equals(tenant)
        && queue.unchanged(tx, before.job())) {
      return Optional.of(before);
    }
    Optional<Known> now = queue.find(tx, tenant, id).map(job -> read(tx, job));
    now.ifPresentOrElse(one -> known.put(id, one), () -> known.invalidate(id));
    return now;
  }

  /** A job as it was just read, with the rest. */
  Known read(Tx tx, Job job) {
    return new Known(
        job,
        ledger.charges(tx, job.tenant(), job.id()),
        queue.flagged(tx, job.id()),
        queue.withdrawn(tx, job.id()));
  }

  private static int weight(Job job) {
    return JOB_WEIGHT
        + IMAGE_WEIGHT * job.images().size()
        + 2 * job.request().order().prompt().text().length()
        + 2 * job.dialectState().length();
  }
}
