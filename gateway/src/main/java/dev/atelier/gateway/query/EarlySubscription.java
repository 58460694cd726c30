package dev.atelier.gateway.query;

import dev.atelier.image.JobId;
import dev.atelier.queue.events.EventSubscription;
import dev.atelier.queue.events.JobEvents;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens to a job from before its commit, unless the request turns out to be another job. */
final class EarlySubscription implements Consumer<JobId>, AutoCloseable {
  private final JobEvents events;
  private @Nullable JobId job;
  private @Nullable EventSubscription subscription;

  EarlySubscription(JobEvents events) {
    this.events = events;
  }

  @Override
  public void accept(JobId made) {
    close();
    job = made;
    subscription = events.subscribe(made);
  }

  /** The subscription to this job, now the caller's. */
  EventSubscription take(JobId wanted) {
    if (!wanted.equals(job) || subscription == null) {
      accept(wanted);
    }
    EventSubscription taken = Objects.requireNonNull(subscription);
    subscription = null;
    return taken;
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
  }
}
