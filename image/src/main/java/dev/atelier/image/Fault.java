package dev.atelier.image;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why something failed, in our words; each dialect has one renderer that turns it into its own
 * body.
 *
 * <p>No component ever holds a prompt or a secret.
 */
public sealed interface Fault {

  // ---- the caller's request is wrong; nothing was made, nothing charged ----

  /** One field is wrong. {@code field} is the name the caller used, such as {@code images[0]}. */
  record InvalidField(String field, Problem problem) implements Fault {}

  /** The body cannot be read at all: broken JSON, bad UTF-8, truncated multipart. */
  record MalformedBody(String problem) implements Fault {}

  record UnsupportedMediaType(String got, String expected) implements Fault {}

  record BodyTooLarge(long bytesMax) implements Fault {}

  record UnknownModel(String model) implements Fault {}

  /**
   * An input is not a picture we can use.
   *
   * @param position 1-based among the images
   */
  record UnusableImage(int position, String field, String problem) implements Fault {}

  record UnusableMask(String field, String problem) implements Fault {}

  /** A caller's URL could not be fetched, or may not be. */
  record DownloadFailed(String field, String problem) implements Fault {}

  record NotFound(String what, String id) implements Fault {}

  record MethodNotAllowed(String allowed) implements Fault {}

  /** An endpoint the vendor has retired and we answer as it does. */
  record Retired(String advice) implements Fault {}

  // ---- who asks ----

  record MissingKey() implements Fault {}

  /**
   * @param masked the key with its middle hidden, safe to print
   */
  record UnknownKey(String masked) implements Fault {}

  record Forbidden(String need) implements Fault {}

  // ---- limits and money ----

  /**
   * A limit of the key or tenant.
   *
   * @param limit what is counted, such as {@code requests} or {@code input-images}
   */
  record RateLimited(String limit, long max, long used, long requested, Duration retryAfter)
      implements Fault {}

  record QueueFull(Duration retryAfter) implements Fault {}

  record OutOfBudget() implements Fault {}

  // ---- idempotency ----

  /** The key was used with another body. */
  record IdempotencyKeyReused() implements Fault {}

  // ---- policy ----

  /**
   * Refused for its content.
   *
   * @param stage {@code input} before rendering, {@code output} after it
   */
  record Blocked(Stage stage, List<String> categories) implements Fault {
    public Blocked {
      categories = List.copyOf(categories);
    }
  }

  /** Where a moderation block happened. */
  enum Stage {
    INPUT,
    OUTPUT
  }

  // ---- it was accepted, and failed ----

  /** Not started before its deadline. */
  record StartDeadlinePassed() implements Fault {}

  record Cancelled() implements Fault {}

  /** The upstream refused it, finally and for its own reasons. */
  record UpstreamRefused(String reason) implements Fault {}

  /** Every usable account is throttled. */
  record UpstreamThrottled(Duration retryAfter) implements Fault {}

  /** The upstream failed and repeating did not help. */
  record UpstreamFailed(String problem) implements Fault {}

  /** The upstream may have made and billed it; by policy it was not repeated. */
  record OutcomeUnknown(String problem) implements Fault {}

  /** The upstream billed it and delivered nothing usable. */
  record UpstreamWaste(String problem) implements Fault {}

  /** No configured account can make what was ordered. */
  record NoAccount(String model, Optional<String> advice) implements Fault {}

  // ---- us ----

  /** Draining, a full disk, an absent database: come back later. */
  record Unavailable(String problem, Duration retryAfter) implements Fault {}

  record Internal() implements Fault {}

  /** What is wrong with a field. */
  sealed interface Problem {
    record Missing() implements Problem {}

    record Unknown() implements Problem {}

    /** Expected and got are written with their article: {@code an integer}, {@code a string}. */
    record WrongType(String expected, String got) implements Problem {}

    record NotOneOf(String value, List<String> supported) implements Problem {
      public NotOneOf {
        supported = List.copyOf(supported);
      }
    }

    record AboveMaximum(long max, long got) implements Problem {}

    record BelowMinimum(long min, long got) implements Problem {}

    record TooLong(int max, int got) implements Problem {}

    record TooMany(int max, int got) implements Problem {}

    /** A text below its least length, in characters. */
    record TooShort(int min, int got) implements Problem {}

    /** A list below its least length. */
    record TooFew(int min, int got) implements Problem {}

    record Size(String value, SizeRule broken) implements Problem {}

    /** The model, not the value, is the reason. */
    record NotSupportedByModel(String model) implements Problem {}

    /** Anything else; {@code text} completes "Invalid value for FIELD: …". */
    record Other(String text) implements Problem {}
  }

  /** The rule an ordered size breaks, in the order they are checked. */
  sealed interface SizeRule {
    record Syntax() implements SizeRule {}

    record MultipleOf(int step) implements SizeRule {}

    record LongEdge(int max) implements SizeRule {}

    record Ratio(int max) implements SizeRule {}

    record TooFewPixels(long min) implements SizeRule {}

    record TooManyPixels(long max) implements SizeRule {}
  }

  /** Shorthand for the commonest case. */
  static FaultException invalid(String field, Problem problem) {
    return new FaultException(new InvalidField(field, problem));
  }
}
