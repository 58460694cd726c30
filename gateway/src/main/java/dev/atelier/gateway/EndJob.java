package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.metering.Admission;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvent;
import dev.atelier.queue.JobState;
import dev.atelier.webhook.Event;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every end of a job has in common: the rest of its hold, its place, the news. */
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
   * Joins the transaction that ends {@code job}.
   *
   * @param job as it is now, for whoever waits for it
   */
  void ended(Tx tx, Job job, JobState state) {
    parts.ledger().release(tx, job.tenant(), job.id());
    parts.outbox().ended(tx, job.tenant(), job.id(), event(state), parts.clock().instant());
    tx.afterCommit(() -> {
      vacate(job.id());
      parts.events().publish(new JobEvent.Ended(job));
      parts.observer().jobEnded(job, state);
    });
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
