package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.ErrorBody.invalid;

import dev.atelier.api.PriceWords;
import dev.atelier.api.ProblemWords;
import dev.atelier.api.read.FieldNames;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import java.time.Duration;

/**
 * The only place that words a fault for this API: the body of an HTTP error and the {@code error}
 * of a failed task are the same object.
 */
final class RenderFault {
  private static final String RATE_LIMIT = "rate_limit_error";
  private static final String SERVER_ERROR = "server_error";
  private static final String BAD_GATEWAY = "bad_gateway";

  private RenderFault() {}

  /**
   * @param language of what is said about tasks; all else is English
   */
  static ErrorBody render(Fault fault, Language language) {
    return switch (fault) {
      case RequestFault.InvalidField(var field, var problem) -> invalidField(field, problem);
      case RequestFault.InvalidOrder(var field, var problem) ->
          invalidField(FieldNames.OPENAI.of(field), problem);
      case RequestFault.MalformedBody(var problem) ->
          invalid(400, "The body cannot be read: " + problem);
      case RequestFault.UnsupportedMediaType(_, var expected) ->
          invalid(415, "Content-Type must be " + expected);
      case RequestFault.BodyTooLarge(var bytesMax) ->
          invalid(413, "The body or file is larger than " + bytesMax + " bytes");
      case RequestFault.UnknownModel(var model) ->
          invalid(404, "model not found: " + ProblemWords.shown(model)).param("model");
      case RequestFault.UnusableImage(_, var field, var problem) ->
          invalid(400, field + ": the picture " + problem).param(field);
      case RequestFault.UnusableMask(var field, var problem) ->
          invalid(400, field + ": the mask " + problem).param(field);
      case RequestFault.DownloadFailed(var field, var problem) ->
          invalid(400, field + ": the download failed: " + problem).param(field);
      case RequestFault.NotFound _ -> invalid(404, TaskText.NOT_FOUND.in(language));
      case RequestFault.MethodNotAllowed(var allowed) ->
          invalid(405, "Method not allowed. Allowed: " + allowed);
      case RequestFault.Retired(var advice) -> invalid(404, advice);

      case AdmissionFault.MissingKey _ ->
          authentication("API key is required: send Authorization: Bearer <key>");
      case AdmissionFault.UnknownKey(var masked) -> authentication("Invalid API key: " + masked);
      case AdmissionFault.Forbidden(var need) -> forbidden("This API key needs " + need);
      case AdmissionFault.ModelNotAllowed(var model) ->
          forbidden("This API key may not use the model " + model).param("model");
      case AdmissionFault.NoAccount(var model, _) ->
          forbidden("The model " + model + " is not available on this server");

      case AdmissionFault.NotPriced notPriced -> forbidden(PriceWords.of(notPriced));
      case AdmissionFault.AboveMaxCost above -> invalid(400, PriceWords.of(above));
      case AdmissionFault.QuoteRefused quote -> invalid(400, PriceWords.of(quote));

      case AdmissionFault.RateLimited limited -> rateLimited(limited.retryAfter());
      case AdmissionFault.QueueFull(var retryAfter) -> rateLimited(retryAfter);
      case AdmissionFault.OutOfBudget _ ->
          ErrorBody.of(402, "payment_required", "Insufficient balance, please top up");
      case RequestFault.IdempotencyKeyReused _ ->
          invalid(409, "This Idempotency-Key was used with another request")
              .word("idempotency_key_reused");

      case Blocked(var stage, _) ->
          switch (stage) {
            case INPUT ->
                invalid(400, TaskText.PROMPT_BLOCKED.in(language)).word("content_policy_violation");
            case OUTPUT -> invalid(400, TaskText.IMAGE_BLOCKED.in(language));
          };
      case JobFault.UpstreamRefused _ -> invalid(400, TaskText.REFUSED.in(language));
      case JobFault.Cancelled _ -> invalid(400, TaskText.CANCELLED.in(language));
      case JobFault.StartDeadlinePassed _ ->
          ErrorBody.of(503, SERVER_ERROR, TaskText.NOT_STARTED.in(language));
      case JobFault.UpstreamThrottled _ ->
          ErrorBody.of(429, RATE_LIMIT, TaskText.THROTTLED.in(language));
      case JobFault.UpstreamFailed _ ->
          ErrorBody.of(502, BAD_GATEWAY, TaskText.UPSTREAM_FAILED.in(language));
      case JobFault.OutcomeUnknown _ ->
          ErrorBody.of(502, BAD_GATEWAY, TaskText.UNKNOWN_OUTCOME.in(language));
      case JobFault.UpstreamWaste _ ->
          ErrorBody.of(502, BAD_GATEWAY, TaskText.NOTHING_USABLE.in(language));

      case AdmissionFault.Unavailable(_, var retryAfter) ->
          ErrorBody.of(503, SERVER_ERROR, "Service unavailable, please try again later")
              .after(retryAfter);
      case JobFault.StorageFailed _, AdmissionFault.Internal _ ->
          ErrorBody.of(500, SERVER_ERROR, TaskText.INTERNAL.in(language));
    };
  }

  private static ErrorBody invalidField(String field, RequestFault.Problem problem) {
    String name = ProblemWords.shown(field);
    return invalid(400, name + ": " + ProblemWords.of(problem)).param(name);
  }

  private static ErrorBody authentication(String message) {
    return ErrorBody.of(401, "authentication_error", message);
  }

  private static ErrorBody forbidden(String message) {
    return ErrorBody.of(403, "permission_error", message);
  }

  private static ErrorBody rateLimited(Duration retryAfter) {
    return ErrorBody.of(429, RATE_LIMIT, "Rate limit exceeded, please try again later")
        .after(retryAfter);
  }
}
