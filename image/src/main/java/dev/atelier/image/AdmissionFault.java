package dev.atelier.image;

import java.time.Duration;
import java.util.Optional;

/** We do not take the request from this caller, or not now; nothing was made, nothing charged. */
public sealed interface AdmissionFault extends Fault {

  // ---- who asks ----

  record MissingKey() implements AdmissionFault {}

  /**
   * @param masked the key with its middle hidden, safe to print
   */
  record UnknownKey(String masked) implements AdmissionFault {}

  record Forbidden(String need) implements AdmissionFault {}

  /** The key may be used for other models only. */
  record ModelNotAllowed(String model) implements AdmissionFault {}

  // ---- limits and money ----

  /**
   * A limit of the key or tenant.
   *
   * @param limit what is counted, such as {@code requests} or {@code input-images}
   */
  record RateLimited(String limit, long max, long used, long requested, Duration retryAfter)
      implements AdmissionFault {}

  record QueueFull(Duration retryAfter) implements AdmissionFault {}

  record OutOfBudget() implements AdmissionFault {}

  /**
   * No price covers what was ordered, so that it cannot be sold.
   *
   * @param what a model, size and quality, for people
   */
  record NotPriced(String what) implements AdmissionFault {}

  /**
   * It costs more than its caller wants to spend.
   *
   * @param quotedMicros what it may cost, in micro-dollars
   * @param maxMicros what the caller gave as the most
   */
  record AboveMaxCost(long quotedMicros, long maxMicros) implements AdmissionFault {}

  /** The quote that the order names does not hold for it. */
  record QuoteRefused(QuoteProblem problem) implements AdmissionFault {}

  // ---- us ----

  /** No configured account can make what was ordered. */
  record NoAccount(String model, Optional<String> advice) implements AdmissionFault {}

  /** Draining, a full disk, an absent database: come back later. */
  record Unavailable(String problem, Duration retryAfter) implements AdmissionFault {}

  record Internal() implements AdmissionFault {}
}
