package dev.atelier.api.seaart;

import static dev.atelier.api.seaart.ErrorBody.detail;

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
 * The only place that words a fault for this API: as the body of an HTTP error, and as the {@code
 * error} of a task that has ended.
 */
final class RenderFault {
  private static final int NO_CREDIT = 40201;
  private static final String REQUEST_INVALID = "REQUEST_INVALID";
  private static final String INFERENCE_FAILURE = "INFERENCE_FAILURE";

  private RenderFault() {}

  static ErrorBody render(Fault fault) {
    return switch (fault) {
      case RequestFault.InvalidField(var field, var problem) -> invalid(field, problem);
      case RequestFault.InvalidOrder(var field, var problem) ->
          invalid(FieldNames.OPENAI.of(field), problem);
      case RequestFault.MalformedBody(var problem) ->
          detail(400, "The body cannot be read: " + problem);
      case RequestFault.UnsupportedMediaType(_, var expected) ->
          detail(415, "Content-Type must be " + expected);
      case RequestFault.BodyTooLarge(var bytesMax) ->
          detail(413, "The body is larger than " + bytesMax + " bytes");
      case RequestFault.UnknownModel(var endpoint) ->
          detail(404, "App not found: " + ProblemWords.shown(endpoint));
      case RequestFault.UnusableImage(_, var field, var problem) ->
          detail(422, field + ": the picture " + problem);
      case RequestFault.UnusableMask(var field, var problem) ->
          detail(422, field + ": the mask " + problem);
      case RequestFault.DownloadFailed(var field, var problem) ->
          detail(422, field + ": the download failed: " + problem);
      case RequestFault.NotFound _ -> detail(404, "Request not found");
      case RequestFault.MethodNotAllowed _ -> detail(405, "Method Not Allowed");
      case RequestFault.Retired(var advice) -> detail(404, advice);

      case AdmissionFault.MissingKey _, AdmissionFault.UnknownKey _ ->
          ErrorBody.gateway(401, "UNAUTHORIZED", "Authorization Bearer or Key token is required");
      case AdmissionFault.Forbidden(var need) -> detail(403, "This key needs " + need);

      case AdmissionFault.RateLimited limited -> rateLimited(limited.retryAfter());
      case AdmissionFault.QueueFull(var retryAfter) -> rateLimited(retryAfter);
      case AdmissionFault.OutOfBudget _ ->
          ErrorBody.account(402, "Insufficient credits", NO_CREDIT);
      case AdmissionFault.NotPriced notPriced -> detail(403, PriceWords.of(notPriced));
      case AdmissionFault.AboveMaxCost above -> detail(422, PriceWords.of(above));
      case AdmissionFault.QuoteRefused quote -> detail(422, PriceWords.of(quote));
      case RequestFault.IdempotencyKeyReused _ ->
          detail(409, "This Idempotency-Key was used with another request");

      case Blocked _ -> ErrorBody.failed(422, failure(fault));
      case JobFault.UpstreamRefused _,
          JobFault.StartDeadlinePassed _,
          JobFault.Cancelled _,
          JobFault.UpstreamThrottled _,
          JobFault.UpstreamFailed _,
          JobFault.OutcomeUnknown _,
          JobFault.UpstreamWaste _,
          JobFault.StorageFailed _ ->
          ended(failure(fault));
      case AdmissionFault.NoAccount _, AdmissionFault.ModelNotAllowed _ ->
          detail(403, "Model not allowed for this user");

      case AdmissionFault.Unavailable(_, var retryAfter) ->
          detail(503, "Service unavailable, please try again later").after(retryAfter);
      case AdmissionFault.Internal _ -> detail(500, "Internal Server Error");
    };
  }

  private static ErrorBody invalid(String field, RequestFault.Problem problem) {
    return detail(422, ProblemWords.shown(field) + ": " + ProblemWords.of(problem));
  }

  /** How the status of a task that failed words its fault. */
  static Failure failure(Fault fault) {
    return switch (fault) {
      case JobFault.Cancelled _ -> new Failure("CANCELLED", "Task was cancelled");
      case JobFault.StartDeadlinePassed _ ->
          new Failure("INFERENCE_TIMEOUT", "Task was not started in time");
      case Blocked(var stage, var categories) ->
          new Failure(
              REQUEST_INVALID,
              (stage == Blocked.Stage.INPUT ? "The request" : "The generated image")
                  + " was rejected by content moderation"
                  + (categories.isEmpty() ? "" : ": " + String.join(", ", categories)));
      case JobFault.UpstreamRefused(var reason) ->
          new Failure(REQUEST_INVALID, "The provider refused the request: " + reason);
      case RequestFault.InvalidField _,
          RequestFault.InvalidOrder _,
          RequestFault.MalformedBody _,
          RequestFault.UnsupportedMediaType _,
          RequestFault.BodyTooLarge _,
          RequestFault.UnknownModel _,
          RequestFault.UnusableImage _,
          RequestFault.UnusableMask _,
          RequestFault.DownloadFailed _ ->
          new Failure(REQUEST_INVALID, "The request is invalid");
      case JobFault.UpstreamThrottled _ ->
          new Failure(INFERENCE_FAILURE, "The provider's rate limit was reached");
      case JobFault.OutcomeUnknown _ ->
          new Failure(
              INFERENCE_FAILURE,
              "The provider did not say whether it made the image; not repeated");
      case JobFault.UpstreamWaste _ ->
          new Failure(INFERENCE_FAILURE, "The provider delivered no usable image");
      case AdmissionFault.NoAccount _, JobFault.UpstreamFailed _, JobFault.StorageFailed _ ->
          new Failure(INFERENCE_FAILURE, "Task execution failed");
      case RequestFault.NotFound _,
          RequestFault.MethodNotAllowed _,
          RequestFault.Retired _,
          AdmissionFault.MissingKey _,
          AdmissionFault.UnknownKey _,
          AdmissionFault.Forbidden _,
          AdmissionFault.ModelNotAllowed _,
          AdmissionFault.RateLimited _,
          AdmissionFault.QueueFull _,
          AdmissionFault.OutOfBudget _,
          AdmissionFault.NotPriced _,
          AdmissionFault.AboveMaxCost _,
          AdmissionFault.QuoteRefused _,
          RequestFault.IdempotencyKeyReused _,
          AdmissionFault.Unavailable _,
          AdmissionFault.Internal _ ->
          new Failure(INFERENCE_FAILURE, "Task execution failed");
    };
  }

  private static ErrorBody ended(Failure failure) {
    return switch (failure.type()) {
      case REQUEST_INVALID -> detail(422, failure.error());
      case "CANCELLED" -> detail(409, failure.error());
      default -> detail(502, "Runtime execution failed");
    };
  }

  private static ErrorBody rateLimited(Duration retryAfter) {
    return ErrorBody.gateway(
            429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded, please try again later")
        .after(retryAfter);
  }

  /**
   * @param type the {@code error_type}
   * @param error the {@code error}
   */
  record Failure(String type, String error) {}
}
