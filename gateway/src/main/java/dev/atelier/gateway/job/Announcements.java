package dev.atelier.gateway.job;

import dev.atelier.database.Tx;
import dev.atelier.queue.Job;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.webhook.outbox.Outbox;

/** Whoever is told what happens to a job: waiters in this process, webhooks, metrics. */
public record Announcements(JobEvents events, Outbox outbox, GatewayObserver observer) {

  /** Whether a webhook is to tell of a job; if not, there is nothing to post. */
  public boolean heard(Tx tx, Job job) {
    return job.subscribed() || outbox.listening(tx, job.tenant());
  }
}
