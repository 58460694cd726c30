package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.metering.Admission;
import dev.atelier.metering.Priced;
import dev.atelier.queue.Delivery;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobState;
import dev.atelier.webhook.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every end of a job has in common: its money, its place, the news. */
final class EndJob {
  private final GatewayParts parts;
  private final Map<JobId, Admission> places = new ConcurrentHashMap<>();

  EndJob(GatewayParts parts) {
    this.parts = parts;
  }

  /** Keeps a caller's place among its concurrent jobs until this one ends. */
  void occupy(JobId job, Admission place) {
    places.put(job, place);
  }

  /** Gives back the place of a job that never was, or that has ended. */
  void vacate(JobId job) {
    Admission place = places.remove(job);
    if (place != null) {
      place.close();
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
      vacate(job.id());
      parts.events().publish(new JobEvent.Ended(job));
      parts.observer().jobEnded(job, state);
    });
  }

  /** The pictures that become their caller's with the end; delivered one by one, they are it. */
  private static List<JobImage> delivered(Job job, JobState state) {
    return state == JobState.SUCCEEDED && job.delivery() != Delivery.EACH
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

  private static Event event(JobState state) {
    return switch (state) {
      case SUCCEEDED -> Event.JOB_SUCCEEDED;
      case FAILED -> Event.JOB_FAILED;
      case CANCELLED -> Event.JOB_CANCELLED;
      case QUEUED, RUNNING -> throw new IllegalArgumentException("a job is not over: " + state);
    };
  }
}
