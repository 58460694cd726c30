package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Difference;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Priced;
import dev.atelier.provider.Account;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import dev.atelier.queue.events.JobEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Commits one finished image: artifact, usage, state, and where images are delivered one by one its
 * charge; all others are charged in the commit that ends their job.
 */
public final class FinishImage {
  private final JobQueue queue;
  private final RecordImage record;
  private final QuoteJob quote;
  private final Ledger ledger;
  private final Announcements announcements;
  private final RecordDifference differences;
  private final RecordUsage usage;

  public FinishImage(
      JobQueue queue,
      RecordImage record,
      QuoteJob quote,
      Ledger ledger,
      Announcements announcements,
      RecordDifference differences,
      RecordUsage usage) {
    this.queue = queue;
    this.record = record;
    this.quote = quote;
    this.ledger = ledger;
    this.announcements = announcements;
    this.differences = differences;
    this.usage = usage;
  }

  /**
   * Repeating it changes nothing.
   *
   * @param attempt the call that made it, at {@code maker}
   */
  public void finish(
      Tx tx, Job job, Lease lease, AttemptId attempt, Account maker, FinishedImage image) {
    Instant now = tx.now();
    Usage counted = usage(tx, job, maker, image);
    long micros = image.repeated() ? 0 : quote.priceMicros(tx, job, maker, counted, image.made());
    ArtifactId artifact = record.record(tx, job.tenant(), image.blob(), image.report());
    boolean finished =
        queue.finishImage(tx, lease, image.index(), artifact, counted, micros, image.report(), now);
    if (!finished) {
      record.discard(tx, artifact); // it was there already
    } else {
      image.differences().forEach(one -> differed(tx, job, attempt, maker, image, one));
      if (job.completion() == CompletionPolicy.EACH) {
        deliver(tx, job, maker, new Priced(image.index(), micros, counted));
      }
    }
    Optional<JobImage> result =
        finished ? Optional.of(done(image, artifact, counted, micros, now)) : Optional.empty();
    tx.afterCommit(() ->
        announcements.events().publish(new JobEvent.ImageDone(job.id(), image.index(), result)));
  }

  /** As its row says it. */
  private static JobImage done(
      FinishedImage image, ArtifactId artifact, Usage counted, long micros, Instant now) {
    return new JobImage(
        image.index(),
        ImageState.DONE,
        Optional.of(artifact),
        Optional.empty(),
        counted,
        micros,
        Optional.of(image.report()),
        Optional.of(now));
  }

  private Usage usage(Tx tx, Job job, Account maker, FinishedImage image) {
    return image
        .made()
        .map(made -> quote.usage(tx, job, maker, image.previews(), made, image.usage()))
        .or(image::usage)
        .orElseGet(() -> quote.usage(job.request(), image.previews()));
  }

  private void differed(
      Tx tx, Job job, AttemptId attempt, Account maker, FinishedImage image, Difference one) {
    differences.record(
        tx, job.id(), new JobDifference(attempt, maker.id(), OptionalInt.of(image.index()), one));
  }

  /** From here on an image is its caller's: charged, and told to whoever asked to be told. */
  private void deliver(Tx tx, Job job, Account maker, Priced priced) {
    int index = priced.image();
    ledger
        .charge(tx, job.tenant(), job.id(), index, priced.micros(), priced.usage())
        .ifPresent(charge -> {
          usage.charged(tx, job, maker.provider(), charge);
          tx.afterCommit(() -> announcements.observer().charged(job, charge.micros()));
        });
    var outbox = announcements.outbox();
    if (outbox.listened(tx, job.tenant(), job.id())) {
      outbox.delivered(tx, job.tenant(), job.id(), index, tx.now());
    }
  }
}
