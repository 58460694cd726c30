package dev.atelier.queue;

import dev.atelier.image.JobId;

/** The job an idempotency key made, and the {@link Fingerprint} of what it was asked for. */
public record IdempotencyRecord(JobId job, String fingerprint) {}
