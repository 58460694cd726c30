package dev.atelier.api.responses;

import dev.atelier.api.ProblemWords;
import dev.atelier.api.openai.ErrorBody;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;

/**
 * The only place that turns a fault into an error of this API: that of the Images API, but for what
 * is recorded otherwise.
 */
final class RenderFault {
  private static final String INVALID_REQUEST = "invalid_request_error";

  private RenderFault() {}

  /**
   * @param requestId named where the caller may want to ask about the request
   */
  static ErrorBody render(Fault fault, String requestId) {
    ErrorBody error = dev.atelier.api.openai.RenderFault.render(fault, requestId);
    return switch (fault) {
      case RequestFault.InvalidField(_, Problem.Size _) -> error.type(INVALID_REQUEST);
      case RequestFault.InvalidField(_, Problem.NotSupportedByModel _) ->
          error.type(INVALID_REQUEST);
      case RequestFault.UnusableImage(_, var field, _) -> error.param(field);
      default -> error;
    };
  }

  /** The code of a response's own error, from the published list. */
  static String code(Fault fault) {
    return switch (fault) {
      case Blocked _ -> "image_content_policy_violation";
      case JobFault.UpstreamThrottled _ -> "rate_limit_exceeded";
      case JobFault.UpstreamRefused _ -> "invalid_prompt";
      default -> "server_error";
    };
  }

  /** No such response, or one that was not stored, is deleted or has expired. */
  static Refusal noResponse(String id) {
    return new Refusal(
        ErrorBody.invalidRequest(
            404, "Response with id '%s' not found.".formatted(ProblemWords.shown(id))));
  }

  static Refusal noPrevious(String id) {
    return new Refusal(
        ErrorBody.invalidRequest(
                400, "Previous response with id '%s' not found.".formatted(ProblemWords.shown(id)))
            .param("previous_response_id")
            .code("previous_response_not_found"));
  }

  /** An item of an earlier response that is not there, or whose picture is not. */
  static Refusal noItem(String field, String id) {
    return new Refusal(
        ErrorBody.invalidRequest(
                404,
                ("Item with id '%s' not found. Items are not persisted when 'store' is set to"
                        + " false.")
                    .formatted(ProblemWords.shown(id)))
            .param(field));
  }

  static Refusal noFile(String field, String id) {
    return new Refusal(
        ErrorBody.invalidRequest(404, "No such File object: " + ProblemWords.shown(id))
            .param(field));
  }

  static Refusal noModel(String field, String name) {
    return new Refusal(
        ErrorBody.invalidRequest(
                404, "The model '%s' does not exist".formatted(ProblemWords.shown(name)))
            .param(field)
            .code("model_not_found"));
  }

  /** A part of the vendor's API that is not served. */
  static Refusal notServed(String method, String path) {
    return new Refusal(
        ErrorBody.invalidRequest(
                404, "Invalid URL (%s %s)".formatted(method, ProblemWords.shown(path)))
            .code("unknown_url"));
  }

  /** Only a response that was made in the background can be cancelled. */
  static Refusal notInBackground() {
    return new Refusal(
        ErrorBody.invalidRequest(
            400, "Only responses that were created with background=true can be cancelled."));
  }
}
