package dev.atelier.webhook.outbox;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EventType;
import java.time.Instant;
import java.util.OptionalInt;

/** What happened to a job, and when. */
record OutboxEvent(TenantId tenant, JobId job, OptionalInt image, EventType event, Instant at) {}
