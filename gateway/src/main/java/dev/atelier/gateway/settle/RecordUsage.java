package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobFaultKind;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.UpstreamChange;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.metering.ledger.UpstreamCost.Basis;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.metering.usage.JobEnd;
import dev.atelier.metering.usage.UsageFigures;
import dev.atelier.metering.usage.UsageFigures.Jobs;
import dev.atelier.metering.usage.UsageFigures.Pictures;
import dev.atelier.metering.usage.UsageSource;
import dev.atelier.metering.usage.UsageTables;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Adds what becomes of jobs to the sums of its day and hour, in the transaction in which it
 * happens.
 */
public final class RecordUsage {
  private static final String NOBODY = "";

  private final UsageTables tables;

  public RecordUsage(UsageTables tables) {
    this.tables = tables;
  }

  /** A picture was delivered, and this was taken for it. */
  public void charged(Tx tx, Job job, Charge charge) {
    charged(tx, job, maker(job.images().get(charge.image())), charge);
  }

  /**
   * The same where the job was read before the picture was made.
   *
   * @param provider who made it
   */
  void charged(Tx tx, Job job, String provider, Charge charge) {
    add(
        tx,
        source(job, provider),
        charge.at(),
        UsageFigures.charged(charge.usage(), charge.micros()));
  }

  /** Some of what was charged for a picture was given back. */
  void refunded(Tx tx, UsageSource source, Instant at, long micros) {
    add(tx, source, at, UsageFigures.refunded(micros));
  }

  private void add(Tx tx, UsageSource source, Instant at, UsageFigures figures) {
    tables.days().add(tx, source, at, figures);
    tables.hours().add(tx, source, at, figures);
  }

  /** A call for a job has ended. */
  void called(Tx tx, Job job, AccountId account, CallEnd end) {
    tables.accounts().ended(tx, source(job, NOBODY), account, tx.now(), end);
  }

  /**
   * What an attempt costs us upstream has become known, or known better.
   *
   * @param provider whose account it is; empty where that is known no longer
   */
  void upstream(Tx tx, Job job, AccountId account, String provider, UpstreamChange change) {
    Optional<UpstreamCost> before = change.before();
    long known = known(change.after()) - before.map(RecordUsage::known).orElse(0L);
    long ambiguous = ambiguous(change.after()) - before.map(RecordUsage::ambiguous).orElse(0L);
    if (known != 0 || ambiguous != 0) {
      UsageSource source = source(job, provider);
      UsageFigures cost = UsageFigures.upstream(known, ambiguous);
      add(tx, source, tx.now(), cost);
      tables.accounts().cost(tx, source, account, tx.now(), cost.money());
    }
  }

  private static long known(UpstreamCost cost) {
    return cost.basis() == Basis.AMBIGUOUS ? 0 : cost.micros();
  }

  private static long ambiguous(UpstreamCost cost) {
    return cost.basis() == Basis.AMBIGUOUS ? cost.micros() : 0;
  }

  /** A job has ended; it counts for whoever made the first of its pictures. */
  void ended(Tx tx, Job job) {
    Instant now = tx.now();
    boolean succeeded = job.state() == JobState.SUCCEEDED;
    Duration took = Duration.between(job.created(), job.ended().orElse(now));
    Duration latency = succeeded && !took.isNegative() ? took : Duration.ZERO;
    long refused = 0;
    long cancelled = 0;
    long failed = 0;
    for (JobImage image : job.images()) {
      if (!delivered(job, image)) {
        switch (fate(job, image)) {
          case REFUSED -> refused++;
          case CANCELLED -> cancelled++;
          case FAILED -> failed++;
        }
      }
    }
    String maker =
        job.images().stream()
            .map(RecordUsage::maker)
            .filter(name -> !name.isEmpty())
            .findFirst()
            .orElse(NOBODY);
    UsageFigures figures =
        UsageFigures.ended(
            new Jobs(1, succeeded ? 1 : 0, latency.toMillis()),
            new Pictures(job.images().size(), 0, failed, refused, cancelled));
    UsageSource source = source(job, maker);
    tables.days().add(tx, source, now, figures);
    tables
        .hours()
        .ended(
            tx,
            source,
            now,
            new JobEnd(
                succeeded ? Optional.of(latency) : Optional.empty(),
                job.fault().map(JobFaultKind::of)),
            figures);
  }

  private static boolean delivered(Job job, JobImage image) {
    return image.state() == ImageState.DONE
        && (job.completion() == CompletionPolicy.EACH || job.state() == JobState.SUCCEEDED);
  }

  private enum Fate {
    REFUSED,
    CANCELLED,
    FAILED
  }

  /** Why a picture was not delivered: for its own fault, or for its job's. */
  private static Fate fate(Job job, JobImage image) {
    Optional<JobFault> fault = image.fault().or(job::fault);
    if (image.state() == ImageState.CANCELLED
        || fault.filter(JobFault.Cancelled.class::isInstance).isPresent()) {
      return Fate.CANCELLED;
    }
    return fault
            .filter(why -> why instanceof Blocked || why instanceof JobFault.UpstreamRefused)
            .isPresent()
        ? Fate.REFUSED
        : Fate.FAILED;
  }

  static String maker(JobImage image) {
    return image.report().map(report -> report.engine()).orElse(NOBODY);
  }

  static UsageSource source(Job job, String provider) {
    var order = job.request().order();
    var output = order.output();
    return new UsageSource(
        job.tenant(),
        job.key(),
        order.endUser().orElse(""),
        order.model(),
        provider,
        output.delivered().orElse(QuoteJob.size(order)).toString(),
        output.quality().word());
  }
}
