package dev.atelier.gateway.job;

import dev.atelier.image.AttemptId;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that is over, in words that no upstream and no caller chose.
 *
 * @param outcome such as {@code succeeded}
 * @param cause which kind of that, such as {@code connection}; empty where there is but one
 * @param begun by the wall clock
 * @param took by the monotonic one
 * @param usage what the upstream says that it counted
 */
public record EndedAttempt(
    Job job,
    AttemptId id,
    Account account,
    String outcome,
    Optional<String> cause,
    Instant begun,
    Duration took,
    Optional<Usage> usage) {

  /** The model as the upstream calls it. */
  public String upstreamModel() {
    return account.upstreamName(job.request().order().model());
  }
}
