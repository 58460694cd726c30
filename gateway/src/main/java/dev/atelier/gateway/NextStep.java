package dev.atelier.gateway;

import dev.atelier.image.Fault;
import java.time.Duration;

/** What becomes of the pictures that an attempt did not complete. */
sealed interface NextStep {
  /** Nothing is left to do but what the outcome itself says. */
  record Finish() implements NextStep {}

  record Fail(Fault fault) implements NextStep {}

  /** Back into the queue; repeating is safe. */
  record Repeat(Duration after) implements NextStep {}
}
