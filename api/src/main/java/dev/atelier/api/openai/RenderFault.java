package dev.atelier.api.openai;

import static dev.atelier.api.openai.ErrorBody.invalidRequest;

import dev.atelier.api.PriceWords;
import dev.atelier.api.ProblemWords;
import dev.atelier.api.read.FieldNames;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import java.time.Duration;
import java.util.Locale;

/** The only place that turns a fault into an OpenAI error. */
public final class RenderFault {
  private static final String USER_ERROR = "image_generation_user_error";
  private static final String OVERLOADED = "service_unavailable_error";
  private static final String SERVER_ERROR = "server_error";
  private static final String RATE_LIMIT_EXCEEDED = "rate_limit_exceeded";

  private RenderFault() {}

  /**
   * @param requestId named where the caller may want to ask about the request
   */
  public static ErrorBody render(Fault fault, String requestId) {
    return switch (fault) {
      case RequestFault.InvalidField(var field, var problem) ->
          RenderProblem.render(field, problem);
      case RequestFault.InvalidOrder(var field, var problem) ->
          RenderProblem.render(FieldNames.OPENAI.of(field), problem);
      case RequestFault.MalformedBody(var problem) ->
          invalidRequest(400, "We could not parse the body of your request: " + problem + ".");
      case RequestFault.UnsupportedMediaType(var got, var expected) ->
          invalidRequest(
              400,
              "Unsupported Content-Type '%s'. Send %s."
                  .formatted(ProblemWords.shown(got), expected));
      case RequestFault.BodyTooLarge(var bytesMax) ->
          invalidRequest(413, "The body of your request is larger than " + bytesMax + " bytes.")
              .code("request_too_large");
      case RequestFault.UnknownModel(var model) ->
          invalidRequest(404, "The model '%s' does not exist".formatted(ProblemWords.shown(model)))
              .param("model")
              .code("model_not_found");
      case RequestFault.UnusableImage(var position, _, var problem) ->
          userError(
                  "Invalid image file or mode for image %s, please check your image file. The image %s."
                      .formatted(position, problem))
              .code("invalid_image_file");
      case RequestFault.UnusableMask(var field, var problem) ->
          userError(
                  "Invalid image file or mode for the mask, please check your image file. The mask %s."
                      .formatted(problem))
              .param(field)
              .code("invalid_image_file");
      case RequestFault.DownloadFailed(var field, var problem) ->
          invalidRequest(400, "Failed to download the image at '%s': %s.".formatted(field, problem))
              .param(field)
              .code("failed_to_download_image");
      case RequestFault.NotFound(var what, var id) ->
          invalidRequest(404, "No such %s object: %s".formatted(what, ProblemWords.shown(id)))
              .param("id");
      case RequestFault.MethodNotAllowed(var allowed) ->
          invalidRequest(405, "Method not allowed. Allowed: " + allowed + ".")
              .code("method_not_supported");
      case RequestFault.Retired(var advice) -> invalidRequest(404, advice).code("endpoint_retired");

      case AdmissionFault.MissingKey _ ->
          invalidRequest(
              401,
              "You didn't provide an API key. Provide it in an Authorization header, as in"
                  + " 'Authorization: Bearer YOUR_KEY'.");
      case AdmissionFault.UnknownKey(var masked) ->
          invalidRequest(
                  401,
                  "Incorrect API key provided: %s. You can get a key from whoever runs this server."
                      .formatted(masked))
              .code("invalid_api_key");
      case AdmissionFault.Forbidden(var need) ->
          invalidRequest(403, "Your API key may not do this: it needs " + need + ".");
      case AdmissionFault.ModelNotAllowed(var model) ->
          invalidRequest(403, "Your API key does not have access to model '%s'.".formatted(model))
              .param("model")
              .code("model_not_found");

      case AdmissionFault.RateLimited limited -> rateLimited(limited);
      case AdmissionFault.QueueFull(var retryAfter) ->
          ErrorBody.of(
                  429,
                  "rate_limit_error",
                  "Too many requests are waiting. Please try again in " + words(retryAfter) + ".")
              .code("slow_down")
              .after(retryAfter);
      case AdmissionFault.OutOfBudget _ ->
          ErrorBody.of(
                  429,
                  "insufficient_quota",
                  "You exceeded your current quota, please check your plan and billing details.")
              .code("insufficient_quota")
              .never();
      case AdmissionFault.NotPriced priced -> invalidRequest(403, PriceWords.of(priced));
      case AdmissionFault.AboveMaxCost priced ->
          invalidRequest(400, PriceWords.of(priced)).code("max_cost_exceeded");
      case AdmissionFault.QuoteRefused quote ->
          invalidRequest(400, PriceWords.of(quote)).code("quote_refused");
      case RequestFault.IdempotencyKeyReused _ ->
          invalidRequest(
                  409,
                  "This Idempotency-Key was used with another request. Use a new key for a new"
                      + " request.")
              .code("idempotency_key_reused")
              .never();

      case Blocked blocked -> blocked(blocked, requestId);

      case JobFault.StartDeadlinePassed _ ->
          overloaded("The request was not started in time. Please try again later.");
      case JobFault.Cancelled _ ->
          invalidRequest(409, "The request was cancelled.").code("cancelled").never();
      case JobFault.UpstreamRefused(var reason) ->
          userError("The image provider refused the request: " + reason).code("provider_refused");
      case JobFault.UpstreamThrottled(var retryAfter) ->
          ErrorBody.of(
                  429,
                  "requests",
                  "Rate limit reached at the image provider. Please try again in "
                      + words(retryAfter)
                      + ".")
              .code(RATE_LIMIT_EXCEEDED)
              .after(retryAfter);
      case JobFault.UpstreamFailed _ ->
          serverError("The server had an error while generating the image.");
      case JobFault.OutcomeUnknown _ ->
          serverError(
                  "The image provider did not say whether it made the image. It was not asked again,"
                      + " because that could be paid twice.")
              .never();
      case JobFault.UpstreamWaste(var problem) ->
          serverError("The image provider delivered nothing usable: " + problem + ".").never();
      case JobFault.StorageFailed _ ->
          serverError("The image was made and could not be stored by this server.").never();
      case AdmissionFault.NoAccount(var model, var advice) ->
          invalidRequest(
              403,
              "The model '%s' is not available to you: no account of this server can make this.%s"
                  .formatted(model, advice.map(text -> " " + text).orElse("")));

      case AdmissionFault.Unavailable(_, var retryAfter) ->
          overloaded("Our servers are currently overloaded. Please try again later.")
              .after(retryAfter);
      case AdmissionFault.Internal _ ->
          serverError("The server had an error while processing your request.");
    };
  }

  static String word(Blocked.Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private static ErrorBody rateLimited(AdmissionFault.RateLimited limited) {
    return ErrorBody.of(
            429,
            limited.limit(),
            "Rate limit reached on %s: Limit %s, Used %s, Requested %s. Please try again in %s."
                .formatted(
                    perMinute(limited.limit()),
                    limited.max(),
                    limited.used(),
                    limited.requested(),
                    words(limited.retryAfter())))
        .code(RATE_LIMIT_EXCEEDED)
        .after(limited.retryAfter());
  }

  private static String perMinute(String limit) {
    return switch (limit) {
      case "requests", "input-images" -> limit + " per min";
      default -> limit;
    };
  }

  private static ErrorBody blocked(Blocked blocked, String requestId) {
    String violations =
        blocked.categories().isEmpty()
            ? ""
            : " safety_violations=[" + String.join(", ", blocked.categories()) + "].";
    return userError(
            "Your request was rejected by the safety system. If you believe this is an error,"
                + " contact whoever runs this server and include the request ID "
                + requestId
                + "."
                + violations)
        .code("moderation_blocked")
        .moderation(blocked)
        .never();
  }

  private static ErrorBody userError(String message) {
    return ErrorBody.of(400, USER_ERROR, message);
  }

  private static ErrorBody serverError(String message) {
    return ErrorBody.of(500, SERVER_ERROR, message).code(SERVER_ERROR);
  }

  private static ErrorBody overloaded(String message) {
    return ErrorBody.of(503, OVERLOADED, message).code("server_is_overloaded");
  }

  /** A wait as the vendor writes it: {@code 12s}, and {@code 120ms} below a second. */
  private static String words(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) < 0
        ? Math.max(1, wait.toMillis()) + "ms"
        : wait.plusMillis(999).toSeconds() + "s";
  }
}
