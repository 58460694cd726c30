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
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import dev.atelier.queue.events.JobEvent;
import java.time.Instant;
import java.util.List;
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
    JobImage done = store(tx, job, maker, image);
    boolean finished = queue.finishImage(tx, lease, done);
    if (!finished) {
      record.discard(tx, done.artifact().orElseThrow()); // it was there already
    } else {
      image.differences().forEach(one -> differed(tx, job, attempt, maker, image, one));
      if (job.completion() == CompletionPolicy.EACH) {
        deliver(tx, job, maker, new Priced(image.index(), done.priceMicros(), done.usage()));
      }
    }
    told(tx, job, image.index(), finished ? Optional.of(done) : Optional.empty());
  }

  /**
   * Commits all images of a job at once, which its end is to deliver.
   *
   * @return the job as it ended
   */
  public Job finishAll(
      Tx tx, Job job, Lease lease, AttemptId attempt, Account maker, List<FinishedImage> images) {
    List<JobImage> done = images.stream().map(image -> store(tx, job, maker, image)).toList();
    Job ended = queue.finishAll(tx, lease, job, done, tx.now());
    for (FinishedImage image : images) {
      image.differences().forEach(one -> differed(tx, job, attempt, maker, image, one));
    }
    done.forEach(image -> told(tx, job, image.index(), Optional.of(image)));
    return ended;
  }

  private void told(Tx tx, Job job, int index, Optional<JobImage> done) {
    tx.afterCommit(
        () -> announcements.events().publish(new JobEvent.ImageDone(job.id(), index, done)));
  }

  /** Its artifact, and what its row is to be. */
  private JobImage store(Tx tx, Job job, Account maker, FinishedImage image) {
    Instant now = tx.now();
    Usage counted = usage(tx, job, maker, image);
    long micros = image.repeated() ? 0 : quote.priceMicros(tx, job, maker, counted, image.made());
    ArtifactId artifact = record.record(tx, job.tenant(), image.blob(), image.report());
    return JobImage.done(image.index(), artifact, counted, micros, image.report(), now);
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
    if (job.price().heldMicros() == 0) {
      ledger.hold(tx, job.tenant(), job.key(), job.id(), 0);
    }
    ledger
        .charge(tx, job.tenant(), job.id(), index, priced.micros(), priced.usage())
        .ifPresent(charge -> {
          usage.charged(tx, job, maker.provider(), charge);
          tx.afterCommit(() -> announcements.observer().charged(job, charge.micros()));
        });
    if (announcements.heard(tx, job)) {
      announcements.outbox().delivered(tx, job.tenant(), job.id(), index, tx.now());
    }
  }
}
