package dev.atelier.queue.idempotency;

import dev.atelier.image.JobId;

/** The job that a request made, and the {@link Fingerprint} of what it was asked for. */
public record IdempotencyRecord(JobId job, String fingerprint) {}
