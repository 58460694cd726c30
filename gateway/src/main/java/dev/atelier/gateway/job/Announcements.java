package dev.atelier.gateway.job;

import dev.atelier.queue.events.JobEvents;
import dev.atelier.webhook.outbox.Outbox;

/** Whoever is told what happens to a job: waiters in this process, webhooks, metrics. */
public record Announcements(JobEvents events, Outbox outbox, GatewayObserver observer) {}
