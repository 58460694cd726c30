package dev.atelier.image;

import java.math.BigInteger;
import java.util.List;

/** The caller's request is wrong; nothing was made, nothing charged, nothing stored. */
public sealed interface RequestFault extends Fault
    permits Blocked,
        RequestFault.BodyTooLarge,
        RequestFault.DownloadFailed,
        RequestFault.IdempotencyKeyReused,
        RequestFault.InvalidField,
        RequestFault.InvalidOrder,
        RequestFault.MalformedBody,
        RequestFault.MethodNotAllowed,
        RequestFault.NotFound,
        RequestFault.Retired,
        RequestFault.UnknownModel,
        RequestFault.UnsupportedMediaType,
        RequestFault.UnusableImage,
        RequestFault.UnusableMask {

  /** One field is wrong. {@code field} is the name the caller used, such as {@code images[0]}. */
  record InvalidField(String field, Problem problem) implements RequestFault {}

  /** What is ordered is not possible at this model, whichever API ordered it. */
  record InvalidOrder(OrderField field, Problem problem) implements RequestFault {}

  /** The body cannot be read at all: broken JSON, bad UTF-8, truncated multipart. */
  record MalformedBody(String problem) implements RequestFault {}

  record UnsupportedMediaType(String got, String expected) implements RequestFault {}

  record BodyTooLarge(long bytesMax) implements RequestFault {}

  record UnknownModel(String model) implements RequestFault {}

  /**
   * An input is not an image we can use.
   *
   * @param position 1-based among the images
   */
  record UnusableImage(int position, String field, String problem) implements RequestFault {}

  record UnusableMask(String field, String problem) implements RequestFault {}

  /** A caller's URL could not be fetched, or may not be. */
  record DownloadFailed(String field, String problem) implements RequestFault {}

  record NotFound(String what, String id) implements RequestFault {}

  record MethodNotAllowed(String allowed) implements RequestFault {}

  /** An endpoint the vendor has retired and we answer as it does. */
  record Retired(String advice) implements RequestFault {}

  /** The key was used with another body. */
  record IdempotencyKeyReused() implements RequestFault {}

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

    record AboveMaximum(long max, BigInteger got) implements Problem {
      public AboveMaximum(long max, long got) {
        this(max, BigInteger.valueOf(got));
      }
    }

    record BelowMinimum(long min, BigInteger got) implements Problem {
      public BelowMinimum(long min, long got) {
        this(min, BigInteger.valueOf(got));
      }
    }

    record TooLong(int max, int got) implements Problem {}

    record TooMany(int max, int got) implements Problem {}

    /** A text below its least length, in characters. */
    record TooShort(int min, int got) implements Problem {}

    /** A list below its least length. */
    record TooFew(int min, int got) implements Problem {}

    record Size(String value, SizeRule broken) implements Problem {}

    /** A file says of itself that it is of a type that is not taken. */
    record UnsupportedFileType(String got) implements Problem {}

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
