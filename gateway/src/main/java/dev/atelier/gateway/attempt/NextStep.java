package dev.atelier.gateway.attempt;

import dev.atelier.image.JobFault;
import java.time.Duration;

/** What becomes of an image that a call did not complete. */
sealed interface NextStep {
  /** Nothing is left to do but what the outcome itself says. */
  record Finish() implements NextStep {}

  record Fail(JobFault fault) implements NextStep {}

  /** It is asked for again; repeating is safe. */
  record Repeat(Duration after) implements NextStep {}
}
