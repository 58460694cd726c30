package dev.atelier.api;

import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with a field in plain English, for APIs that publish no texts of their own. */
public final class ProblemWords {
  private static final int SHOWN_MAX = 64;
  private static final Pattern KEY = Pattern.compile("atl_[0-9A-Za-z]{8,}");

  private ProblemWords() {}

  /** Completes "FIELD: …". */
  public static String of(Problem problem) {
    return switch (problem) {
      case Problem.Missing _ -> "is required";
      case Problem.Unknown _ -> "is not a parameter";
      case Problem.WrongType(var expected, var got) -> "must be " + expected + ", got " + got;
      case Problem.NotOneOf(var value, var supported) ->
          "must be one of %s, got '%s'".formatted(String.join(", ", supported), shown(value));
      case Problem.AboveMaximum(var max, var got) ->
          "must be at most " + max + ", got " + shown(got.toString());
      case Problem.BelowMinimum(var min, var got) ->
          "must be at least " + min + ", got " + shown(got.toString());
      case Problem.TooLong(var max, var got) ->
          "must have at most " + max + " characters, got " + got;
      case Problem.TooShort(var min, var got) ->
          "must have at least " + min + " characters, got " + got;
      case Problem.TooMany(var max, var got) -> "must have at most " + max + " items, got " + got;
      case Problem.TooFew(var min, var got) -> "must have at least " + min + " items, got " + got;
      case Problem.Size(var value, var broken) -> "'" + shown(value) + "': " + words(broken);
      case Problem.UnsupportedFileType(var got) ->
          "is of the type '" + shown(got) + "', which is not supported";
      case Problem.NotSupportedByModel(var model) -> "is not supported by the model " + model;
      case Problem.Other(var text) ->
          text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    };
  }

  /** A caller's text as a message may repeat it: short, printable and without keys of ours. */
  public static String shown(String text) {
    String printable = KEY.matcher(text.replaceAll("\\p{Cntrl}", "?")).replaceAll("atl_****");
    int points = printable.codePointCount(0, printable.length());
    int end = printable.offsetByCodePoints(0, Math.min(SHOWN_MAX, points));
    return end < printable.length() ? printable.substring(0, end) + "…" : printable;
  }

  /** A large number as it is read: {@code 655,360}. */
  public static String digits(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String words(SizeRule broken) {
    return switch (broken) {
      case SizeRule.Syntax _ -> "expected auto or WIDTHxHEIGHT such as 1024x1024";
      case SizeRule.MultipleOf(var step) -> "width and height must be multiples of " + step;
      case SizeRule.LongEdge(var max) -> "the longest side must be at most " + max;
      case SizeRule.Ratio(var max) ->
          "the longest side must be at most " + max + " times the shortest";
      case SizeRule.TooFewPixels(var min) -> "must have at least " + digits(min) + " pixels";
      case SizeRule.TooManyPixels(var max) -> "must have at most " + digits(max) + " pixels";
    };
  }
}
