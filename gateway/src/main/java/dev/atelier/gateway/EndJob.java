package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.metering.Admission;
import dev.atelier.metering.Priced;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.webhook.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every end of a job has in common: its money, its place, the news. */
final class EndJob {
  private final GatewayParts parts;
  private final Map<JobId, Admission> admissions = new ConcurrentHashMap<>();

  EndJob(GatewayParts parts) {
    this.parts = parts;
  }

  /** Keeps a caller's place among its concurrent jobs until this one ends. */
  void holdAdmission(JobId job, Admission admission) {
    admissions.put(job, admission);
  }

  /** Gives back the place of a job that never was, or that has ended. */
  void releaseAdmission(JobId job) {
    Admission admission = admissions.remove(job);
    if (admission != null) {
      admission.close();
    }
  }

  /**
   * Joins the transaction that ends {@code job}: what it delivers only now is charged, and whoever
   * asked to be told is told.
   *
   * @param job as it is now, for whoever waits for it
   */
  void ended(Tx tx, Job job, JobState state) {
    List<JobImage> delivered = delivered(job, state);
    parts
        .ledger()
        .settle(
            tx,
            job.tenant(),
            job.id(),
            delivered.stream()
                .map(image -> new Priced(image.index(), image.priceMicros(), image.usage()))
                .toList());
    if (parts.outbox().listened(tx, job.tenant(), job.id())) {
      tell(tx, job, state, delivered);
    }
    tx.afterCommit(() -> {
      releaseAdmission(job.id());
      parts.events().publish(new JobEvent.Ended(job));
      parts.observer().jobEnded(job, state);
    });
  }

  /** The pictures that become their caller's with the end; delivered one by one, they are it. */
  private static List<JobImage> delivered(Job job, JobState state) {
    return state == JobState.SUCCEEDED && job.completion() != CompletionPolicy.EACH
        ? job.images().stream().filter(image -> image.state() == ImageState.DONE).toList()
        : List.of();
  }

  private void tell(Tx tx, Job job, JobState state, List<JobImage> delivered) {
    Instant now = parts.clock().instant();
    for (JobImage image : delivered) {
      parts.outbox().delivered(tx, job.tenant(), job.id(), image.index(), now);
    }
    parts.outbox().ended(tx, job.tenant(), job.id(), event(state), now);
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
