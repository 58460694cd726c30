package dev.atelier.metering.ledger;

import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;

/**
 * What was set aside for a job when it was accepted.
 *
 * @param micros micro-dollars, 0 or more
 */
public record Hold(TenantId tenant, KeyId key, JobId job, long micros) {}
