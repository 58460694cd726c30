package dev.atelier.metering.ledger;

import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Usage;
import java.time.Instant;

/**
 * What was taken for one delivered image.
 *
 * @param image its 0-based index in the job
 * @param micros micro-dollars; 0 for a picture that was free
 */
public record Charge(JobId job, int image, KeyId key, long micros, Usage usage, Instant at) {}
