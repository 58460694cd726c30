package dev.atelier.api.seaart;

import static dev.atelier.api.seaart.ErrorBody.detail;

import dev.atelier.api.ProblemWords;
import dev.atelier.image.Fault;
import java.time.Duration;

/**
 * The only place that words a fault for this API (SeaArt queue, 4, 5 and 7): as the body of an HTTP
 * error, and as the {@code error} of a task that has ended.
 */
final class RenderFault {
  private static final int NO_CREDIT = 40201;
  private static final String REQUEST_INVALID = "REQUEST_INVALID";
  private static final String INFERENCE_FAILURE = "INFERENCE_FAILURE";

  private RenderFault() {}

  static ErrorBody render(Fault fault) {
    return switch (fault) {
      case Fault.InvalidField(var field, var problem) ->
          detail(422, ProblemWords.shown(field) + ": " + ProblemWords.of(problem));
      case Fault.MalformedBody(var problem) -> detail(400, "The body cannot be read: " + problem);
      case Fault.UnsupportedMediaType(_, var expected) ->
          detail(415, "Content-Type must be " + expected);
      case Fault.BodyTooLarge(var bytesMax) ->
          detail(413, "The body is larger than " + bytesMax + " bytes");
      case Fault.UnknownModel(var endpoint) ->
          detail(404, "App not found: " + ProblemWords.shown(endpoint));
      case Fault.UnusableImage(_, var field, var problem) ->
          detail(422, field + ": the picture " + problem);
      case Fault.UnusableMask(var field, var problem) ->
          detail(422, field + ": the mask " + problem);
      case Fault.DownloadFailed(var field, var problem) ->
          detail(422, field + ": the download failed: " + problem);
      case Fault.NotFound _ -> detail(404, "Request not found");
      case Fault.MethodNotAllowed _ -> detail(405, "Method Not Allowed");
      case Fault.Retired(var advice) -> detail(404, advice);

      case Fault.MissingKey _, Fault.UnknownKey _ ->
          ErrorBody.gateway(401, "UNAUTHORIZED", "Authorization Bearer or Key token is required");
      case Fault.Forbidden(var need) -> detail(403, "This key needs " + need);

      case Fault.RateLimited limited -> rateLimited(limited.retryAfter());
      case Fault.QueueFull(var retryAfter) -> rateLimited(retryAfter);
      case Fault.OutOfBudget _ -> ErrorBody.account(402, "Insufficient credits", NO_CREDIT);
      case Fault.IdempotencyKeyReused _ ->
          detail(409, "This Idempotency-Key was used with another request");

      case Fault.Blocked _,
          Fault.UpstreamRefused _,
          Fault.StartDeadlinePassed _,
          Fault.Cancelled _,
          Fault.UpstreamThrottled _,
          Fault.UpstreamFailed _,
          Fault.OutcomeUnknown _,
          Fault.UpstreamWaste _ ->
          ended(failure(fault));
      case Fault.NoAccount _ -> detail(403, "Model not allowed for this user");

      case Fault.Unavailable(_, var retryAfter) ->
          detail(503, "Service unavailable, please try again later").after(retryAfter);
      case Fault.Internal _ -> detail(500, "Internal Server Error");
    };
  }

  /** How the status of a task that failed words its fault. */
  static Failure failure(Fault fault) {
    return switch (fault) {
      case Fault.Cancelled _ -> new Failure("CANCELLED", "Task was cancelled");
      case Fault.StartDeadlinePassed _ ->
          new Failure("INFERENCE_TIMEOUT", "Task was not started in time");
      case Fault.Blocked(var stage, var categories) ->
          new Failure(
              REQUEST_INVALID,
              (stage == Fault.Stage.INPUT ? "The request" : "The generated image")
                  + " was rejected by content moderation"
                  + (categories.isEmpty() ? "" : ": " + String.join(", ", categories)));
      case Fault.UpstreamRefused(var reason) ->
          new Failure(REQUEST_INVALID, "The provider refused the request: " + reason);
      case Fault.InvalidField _,
          Fault.MalformedBody _,
          Fault.UnsupportedMediaType _,
          Fault.BodyTooLarge _,
          Fault.UnknownModel _,
          Fault.UnusableImage _,
          Fault.UnusableMask _,
          Fault.DownloadFailed _ ->
          new Failure(REQUEST_INVALID, "The request is invalid");
      case Fault.UpstreamThrottled _ ->
          new Failure(INFERENCE_FAILURE, "The provider's rate limit was reached");
      case Fault.OutcomeUnknown _ ->
          new Failure(
              INFERENCE_FAILURE,
              "The provider did not say whether it made the image; not repeated");
      case Fault.UpstreamWaste _ ->
          new Failure(INFERENCE_FAILURE, "The provider delivered no usable image");
      case Fault.NoAccount _, Fault.UpstreamFailed _ ->
          new Failure(INFERENCE_FAILURE, "Task execution failed");
      case Fault.NotFound _,
          Fault.MethodNotAllowed _,
          Fault.Retired _,
          Fault.MissingKey _,
          Fault.UnknownKey _,
          Fault.Forbidden _,
          Fault.RateLimited _,
          Fault.QueueFull _,
          Fault.OutOfBudget _,
          Fault.IdempotencyKeyReused _,
          Fault.Unavailable _,
          Fault.Internal _ ->
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
