package dev.atelier.queue;

import dev.atelier.image.JobId;
import java.time.Instant;

/**
 * A node's claim on one job, until it expires, is taken over or the job ends.
 *
 * @param token grows with every claim of the job; only the newest one may write
 */
public record Lease(JobId job, String node, long token) {
  /** When a lease ended that its holder gave up. */
  public static final Instant GIVEN_UP = Instant.EPOCH;
}
