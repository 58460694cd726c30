package dev.atelier.api.openai;

import static dev.atelier.api.openai.ErrorBody.invalidRequest;

import dev.atelier.api.ProblemWords;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.RequestFault.SizeRule;
import java.util.List;
import java.util.stream.Collectors;

/** The errors of single fields. */
final class RenderProblem {
  private static final String INVALID_VALUE = "invalid_value";

  private RenderProblem() {}

  static ErrorBody render(String field, Problem problem) {
    String name = ProblemWords.shown(field);
    return switch (problem) {
      case Problem.Missing _ ->
          invalid(
              name,
              "missing_required_parameter",
              "Missing required parameter: '%s'.".formatted(name));
      case Problem.Unknown _ ->
          invalid(name, "unknown_parameter", "Unknown parameter: '%s'.".formatted(name));
      case Problem.WrongType(var expected, var got) ->
          invalid(
              name,
              "invalid_type",
              "Invalid type for '%s': expected %s, but got %s instead."
                  .formatted(name, expected, got));
      case Problem.NotOneOf(var value, var supported) -> notOneOf(name, value, supported);
      case Problem.AboveMaximum(var max, var got) ->
          invalid(
              name,
              "integer_above_max_value",
              "Invalid '%s': integer above maximum value. Expected a value <= %s, but got %s instead."
                  .formatted(name, max, ProblemWords.shown(got.toString())));
      case Problem.BelowMinimum(var min, var got) ->
          invalid(
              name,
              "integer_below_min_value",
              "Invalid '%s': integer below minimum value. Expected a value >= %s, but got %s instead."
                  .formatted(name, min, ProblemWords.shown(got.toString())));
      case Problem.TooLong(var max, var got) ->
          invalid(
              name,
              "string_above_max_length",
              ("Invalid '%s': string too long. Expected a string with maximum length %s, but got a"
                      + " string with length %s instead.")
                  .formatted(name, max, got));
      case Problem.TooShort(var min, var got) ->
          invalid(
              name,
              "string_below_min_length",
              ("Invalid '%s': string too short. Expected a string with minimum length %s, but got a"
                      + " string with length %s instead.")
                  .formatted(name, min, got));
      case Problem.TooMany(var max, var got) ->
          invalid(
              name,
              "array_above_max_length",
              ("Invalid '%s': array too long. Expected an array with maximum length %s, but got an"
                      + " array with length %s instead.")
                  .formatted(name, max, got));
      case Problem.TooFew(var min, var got) ->
          invalid(
              name,
              "array_below_min_length",
              ("Invalid '%s': array too short. Expected an array with minimum length %s, but got an"
                      + " array with length %s instead.")
                  .formatted(name, min, got));
      case Problem.Size(var value, var broken) ->
          userError("Invalid size '" + ProblemWords.shown(value) + "'. " + words(broken))
              .param(name)
              .code(INVALID_VALUE);
      case Problem.UnsupportedFileType(var got) ->
          invalid(
              name,
              "unsupported_file_mimetype",
              ("Invalid file '%s': unsupported mimetype ('%s'). Supported file formats are"
                      + " 'image/jpeg', 'image/png', and 'image/webp'.")
                  .formatted(name, ProblemWords.shown(got)));
      case Problem.NotSupportedByModel(var model) ->
          userError("The model '%s' does not support the '%s' parameter.".formatted(model, name))
              .param(name)
              .code("invalid_" + name.substring(name.lastIndexOf('.') + 1) + "_model");
      case Problem.Other(var text) ->
          invalid(name, INVALID_VALUE, "Invalid value for '%s': %s".formatted(name, text));
    };
  }

  /** The error of a file's purpose is recorded without a code. */
  private static ErrorBody notOneOf(String name, String value, List<String> supported) {
    var error =
        invalidRequest(
                400,
                "Invalid value: '%s'. Supported values are: %s."
                    .formatted(ProblemWords.shown(value), listed(supported)))
            .param(name);
    return name.equals("purpose") ? error : error.code(INVALID_VALUE);
  }

  private static String words(SizeRule broken) {
    return switch (broken) {
      case SizeRule.Syntax _ -> "Expected 'auto' or WIDTHxHEIGHT in pixels, such as '1024x1024'.";
      case SizeRule.MultipleOf(var step) ->
          "Width and height must both be divisible by " + step + ".";
      case SizeRule.LongEdge(var max) ->
          "The longest edge must be less than or equal to " + max + ".";
      case SizeRule.Ratio(var max) ->
          "The longest edge must be at most " + max + " times the shortest edge.";
      case SizeRule.TooFewPixels(var min) ->
          "Requested resolution is below the current minimum pixel budget. At least %s pixels are needed."
              .formatted(ProblemWords.digits(min));
      case SizeRule.TooManyPixels(var max) ->
          "Requested resolution is above the current maximum pixel budget. At most %s pixels are possible."
              .formatted(ProblemWords.digits(max));
    };
  }

  /** {@code 'low', 'medium', and 'high'}. */
  private static String listed(List<String> values) {
    List<String> quoted = values.stream().map(value -> "'" + value + "'").toList();
    if (quoted.size() < 3) {
      return String.join(" and ", quoted);
    }
    return quoted.stream().limit(quoted.size() - 1L).collect(Collectors.joining(", "))
        + ", and "
        + quoted.getLast();
  }

  private static ErrorBody invalid(String field, String code, String message) {
    return invalidRequest(400, message).param(field).code(code);
  }

  private static ErrorBody userError(String message) {
    return ErrorBody.of(400, "image_generation_user_error", message);
  }
}
