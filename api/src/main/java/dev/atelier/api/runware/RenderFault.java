package dev.atelier.api.runware;

import dev.atelier.api.PriceWords;
import dev.atelier.api.ProblemWords;
import dev.atelier.api.read.FieldNames;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.OrderField;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The only place that words a fault for this API. The vendor's codes follow a pattern, {@code
 * missing} or {@code invalid} and the field, and its SDK tells from a code whether a program should
 * try again.
 */
final class RenderFault {
  private static final FieldNames NAMES =
      FieldNames.OPENAI
          .with(OrderField.PROMPT, "positivePrompt")
          .with(OrderField.COUNT, "numberResults")
          .with(OrderField.QUALITY, "providerSettings.openai.quality")
          .with(OrderField.FORMAT, "outputFormat")
          .with(OrderField.COMPRESSION, "outputQuality")
          .with(OrderField.BACKGROUND, "providerSettings.openai.background");
  private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]");
  private static final String INVALID_BODY = "invalidRequestBody";
  private static final String PROVIDER = "providerError";
  private static final String CONTENT = "invalidProviderContent";

  private RenderFault() {}

  static TaskError render(Fault fault) {
    return switch (fault) {
      case RequestFault.InvalidField(var field, var problem) -> field(field, problem);
      case RequestFault.InvalidOrder(var field, var problem) ->
          field == OrderField.SIZE ? size(problem) : field(NAMES.of(field), problem);
      case RequestFault.MalformedBody(var problem) ->
          invalid(INVALID_BODY, "The body is not an array of tasks: " + problem + ".");
      case RequestFault.UnsupportedMediaType(_, var expected) ->
          invalid(INVALID_BODY, "Content-Type must be " + expected + ".");
      case RequestFault.BodyTooLarge(var bytesMax) ->
          TaskError.of(413, INVALID_BODY, "The body is larger than " + bytesMax + " bytes.");
      case RequestFault.UnknownModel(var model) ->
          invalid("invalidModel", "There is no model '" + ProblemWords.shown(model) + "'.")
              .at("model");
      case RequestFault.UnusableImage(_, var field, var problem) ->
          reference(field, "The image " + problem + ".");
      case RequestFault.UnusableMask(var field, var problem) ->
          reference(field, "The mask " + problem + ".");
      case RequestFault.DownloadFailed(var field, var problem) ->
          reference(field, "The download failed: " + problem + ".");
      case RequestFault.NotFound(var what, _) ->
          TaskError.of(404, "taskFailedOrNotFound", "There is no such " + what + ".");
      case RequestFault.MethodNotAllowed(var allowed) ->
          TaskError.of(405, "invalidRequestMethod", "Only " + allowed + " is possible here.");
      case RequestFault.Retired(var advice) -> TaskError.of(404, "invalidRequestPath", advice);
      case RequestFault.IdempotencyKeyReused _ ->
          invalid("conflictTaskUUID", "This taskUUID was used for another task.").at("taskUUID");

      case AdmissionFault.MissingKey _ ->
          TaskError.of(401, "missingApiKey", "An API key is required.").at("apiKey");
      case AdmissionFault.UnknownKey _ -> invalidKey();
      case AdmissionFault.Forbidden(var need) ->
          TaskError.of(403, "insufficientPermissions", "This API key needs " + need + ".");
      case AdmissionFault.ModelNotAllowed(var model) ->
          TaskError.of(
                  403,
                  "insufficientPermissions",
                  "This API key may not use the model " + model + ".")
              .at("model");
      case AdmissionFault.RateLimited limited -> limited(limited.retryAfter());
      case AdmissionFault.QueueFull(var retryAfter) -> limited(retryAfter);
      case AdmissionFault.OutOfBudget _ ->
          TaskError.of(402, "insufficientCredits", "The budget is used up.");
      case AdmissionFault.NoAccount(var model, _) ->
          invalid("modelUnavailable", "No account of this server makes " + model + ".").at("model");
      case AdmissionFault.NotPriced notPriced ->
          invalid("modelUnavailable", PriceWords.of(notPriced)).at("model");
      case AdmissionFault.AboveMaxCost above -> invalid("maxCostExceeded", PriceWords.of(above));
      case AdmissionFault.QuoteRefused quote -> invalid("quoteRefused", PriceWords.of(quote));
      case AdmissionFault.Unavailable(_, var retryAfter) ->
          TaskError.of(503, "serviceUnavailable", "The server is not available right now.")
              .after(retryAfter);
      case AdmissionFault.Internal _ -> internal();

      case Blocked _ -> invalid(CONTENT, "The content was refused by moderation.");
      case JobFault.UpstreamRefused _ -> invalid(CONTENT, "The provider refused the request.");
      case JobFault.UpstreamThrottled(var retryAfter) ->
          TaskError.of(429, "providerRateLimitExceeded", "The provider is busy.").after(retryAfter);
      case JobFault.UpstreamFailed _ -> TaskError.of(502, PROVIDER, "The provider failed.");
      case JobFault.OutcomeUnknown _ ->
          TaskError.of(502, PROVIDER, "The provider did not say whether it made the image.");
      case JobFault.UpstreamWaste _ ->
          TaskError.of(502, PROVIDER, "The provider delivered no usable image.");
      case JobFault.Cancelled _ -> invalid("taskCancelled", "The task was cancelled.");
      case JobFault.StartDeadlinePassed _ ->
          TaskError.of(503, "serviceUnavailable", "The task was not started in time.");
      case JobFault.StorageFailed _ -> internal();
    };
  }

  static TaskError invalidKey() {
    return TaskError.of(401, "invalidApiKey", "Invalid API key.").at("apiKey");
  }

  static TaskError internal() {
    return TaskError.of(500, "internalServerError", "The server had an error.");
  }

  /** The call was left before its task had ended; the task goes on. */
  static TaskError timeout() {
    return TaskError.of(
        504, "timeout", "The task takes longer than a call is held; ask for it with getResponse.");
  }

  private static TaskError field(String field, Problem problem) {
    String plain = INDEX.matcher(field).replaceAll("");
    String name = plain.substring(plain.lastIndexOf('.') + 1);
    String message = "'" + ProblemWords.shown(field) + "' " + ProblemWords.of(problem) + ".";
    String code =
        switch (problem) {
          case Problem.Missing _ -> "missing" + capital(name);
          case Problem.Unknown _ ->
              plain.equals("providerSettings." + name)
                  ? "mismatchProviderSettingsProvider"
                  : "unknownParameter";
          case Problem.NotSupportedByModel _ -> "unsupportedParameter";
          case Problem.TooFew _ -> "arrayTooSmall";
          case Problem.TooMany _ -> "arrayTooLarge";
          case Problem.NotOneOf _ when name.equals("taskType") -> "unsupportedTaskType";
          case Problem.TooLong _, Problem.TooShort _ when name.equals("positivePrompt") ->
              "invalidPositivePromptLength";
          case Problem.NotOneOf _,
              Problem.TooLong _,
              Problem.TooShort _,
              Problem.WrongType _,
              Problem.AboveMaximum _,
              Problem.BelowMinimum _,
              Problem.Size _,
              Problem.UnsupportedFileType _,
              Problem.Other _ ->
              "invalid" + capital(name);
        };
    return field.isEmpty() ? invalid(code, message) : invalid(code, message).at(field);
  }

  private static TaskError size(Problem problem) {
    return invalid(
            "unsupportedDimensions",
            "'width' and 'height' do not suit the model: " + ProblemWords.of(problem) + ".")
        .at("width", "height");
  }

  private static TaskError reference(String field, String message) {
    return field(field, new Problem.Other(message)).message(message);
  }

  private static TaskError limited(Duration retryAfter) {
    return TaskError.of(429, "rateLimitExceeded", "Too many requests; try again later.")
        .after(retryAfter);
  }

  private static TaskError invalid(String code, String message) {
    return TaskError.of(400, code, message);
  }

  private static String capital(String name) {
    return name.isEmpty()
        ? "RequestBody"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
