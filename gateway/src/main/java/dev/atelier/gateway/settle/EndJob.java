package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Hold;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Priced;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.queue.events.JobEvent;
import dev.atelier.webhook.EventType;
import java.time.Instant;
import java.util.List;

/** What every end of a job has in common: its money, who is told. */
public final class EndJob {
  private final Ledger ledger;
  private final RecordUsage usage;
  private final Announcements announcements;
  private final Further further;

  /** What else a job's end has to do, in the same transaction and after all that. */
  @FunctionalInterface
  public interface Further {
    void ended(Tx tx, Job job);
  }

  public EndJob(Ledger ledger, RecordUsage usage, Announcements announcements, Further further) {
    this.ledger = ledger;
    this.usage = usage;
    this.announcements = announcements;
    this.further = further;
  }

  /**
   * Joins the transaction that ends {@code job}: what it delivers only now is charged, and whoever
   * asked to be told is told.
   *
   * @param job as it ended, for whoever waits for it
   */
  public void ended(Tx tx, Job job) {
    List<JobImage> delivered = delivered(job);
    List<Charge> charges = settled(tx, job, delivered);
    charges.forEach(charge -> usage.charged(tx, job, charge));
    usage.ended(tx, job);
    if (announcements.heard(tx, job)) {
      tell(tx, job, delivered);
    }
    further.ended(tx, job);
    long charged = charges.stream().mapToLong(Charge::micros).sum();
    tx.afterCommit(() -> {
      announcements.events().publish(new JobEvent.Ended(job));
      if (charged > 0) {
        announcements.observer().charged(job, charged);
      }
      announcements.observer().jobEnded(job);
    });
  }

  private List<Charge> settled(Tx tx, Job job, List<JobImage> delivered) {
    if (job.completion() == CompletionPolicy.EACH) {
      ledger.release(tx, job.tenant(), job.id());
      return List.of();
    }
    var held = new Hold(job.tenant(), job.key(), job.id(), job.heldMicros());
    return ledger.settle(
        tx,
        held,
        delivered.stream()
            .map(image -> new Priced(image.index(), image.priceMicros(), image.usage()))
            .toList());
  }

  /** The images that become their caller's with the end; delivered one by one, they are it. */
  private static List<JobImage> delivered(Job job) {
    return job.state() == JobState.SUCCEEDED && job.completion() != CompletionPolicy.EACH
        ? job.images().stream().filter(image -> image.state() == ImageState.DONE).toList()
        : List.of();
  }

  private void tell(Tx tx, Job job, List<JobImage> delivered) {
    Instant now = tx.now();
    var outbox = announcements.outbox();
    for (JobImage image : delivered) {
      outbox.delivered(tx, job.tenant(), job.id(), image.index(), now);
    }
    outbox.ended(tx, job.tenant(), job.id(), event(job.state()), now);
  }

  private static EventType event(JobState state) {
    return switch (state) {
      case SUCCEEDED -> EventType.JOB_SUCCEEDED;
      case FAILED -> EventType.JOB_FAILED;
      case CANCELLED -> EventType.JOB_CANCELLED;
      case QUEUED, RUNNING -> throw new IllegalArgumentException("a job is not over: " + state);
    };
  }
}
