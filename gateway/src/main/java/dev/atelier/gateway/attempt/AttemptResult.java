package dev.atelier.gateway.attempt;

import dev.atelier.image.JobFault;
import dev.atelier.provider.AttemptOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a call, its images still staged until this is closed.
 *
 * @param ours why images that did not come could not be stored here, where that was the reason
 * @param begun by the wall clock, for comparing with cooldowns
 * @param took by the monotonic one
 */
record AttemptResult(
    AttemptOutcome outcome,
    Optional<JobFault> ours,
    ReceivedImages received,
    AttemptResults results,
    Instant begun,
    Duration took)
    implements AutoCloseable {
  /** Whether a call that went well brought too few of these images, or one of them twice. */
  boolean lacking(List<Integer> images) {
    return outcome instanceof AttemptOutcome.Succeeded(var blocked)
        && (received.repeats()
            || !images.stream().allMatch(index -> received.has(index) || blocked.contains(index)));
  }

  @Override
  public void close() {
    results.close();
  }
}
