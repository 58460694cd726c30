package dev.atelier.gateway.submit;

import dev.atelier.image.AdmissionFault;
import java.time.Duration;

/** What becomes of a new job, decided on what was read. */
sealed interface SubmitDecision {
  /** Within what every official client obeys. */
  Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** It begins in the commit that accepts it: there is a slot for it. */
  record Start() implements SubmitDecision {}

  record Enqueue() implements SubmitDecision {}

  record Refuse(AdmissionFault fault) implements SubmitDecision {}

  /**
   * @param slot whether a slot is reserved for it
   * @param interactive whether its caller waits on the line
   * @param expected how long it would wait for its turn
   * @param max how long a caller on the line waits at most
   */
  static SubmitDecision of(boolean slot, boolean interactive, Duration expected, Duration max) {
    if (slot) {
      return new Start();
    }
    return interactive && expected.compareTo(max) > 0
        ? new Refuse(new AdmissionFault.QueueFull(RETRY_AFTER))
        : new Enqueue();
  }
}
