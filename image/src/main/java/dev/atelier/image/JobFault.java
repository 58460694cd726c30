package dev.atelier.image;

import java.time.Duration;

/** Why a job that was accepted, or one of its images, failed: the only faults that are stored. */
public sealed interface JobFault extends Fault
    permits Blocked,
        JobFault.Cancelled,
        JobFault.OutcomeUnknown,
        JobFault.StartDeadlinePassed,
        JobFault.StorageFailed,
        JobFault.UpstreamFailed,
        JobFault.UpstreamRefused,
        JobFault.UpstreamThrottled,
        JobFault.UpstreamWaste {

  /** Not started before its deadline. */
  record StartDeadlinePassed() implements JobFault {}

  record Cancelled() implements JobFault {}

  /** The upstream refused it, finally and for its own reasons. */
  record UpstreamRefused(String reason) implements JobFault {}

  /** Every usable account is throttled. */
  record UpstreamThrottled(Duration retryAfter) implements JobFault {}

  /** The upstream failed and repeating did not help. */
  record UpstreamFailed(String problem) implements JobFault {}

  /** The upstream may have made and billed it; by policy it was not repeated. */
  record OutcomeUnknown(String problem) implements JobFault {}

  /** The upstream billed it and delivered nothing usable. */
  record UpstreamWaste(String problem) implements JobFault {}

  /** It was made, and could not be stored here: our own trouble. */
  record StorageFailed(String problem) implements JobFault {}
}
