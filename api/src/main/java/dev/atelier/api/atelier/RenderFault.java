package dev.atelier.api.atelier;

import dev.atelier.api.PriceWords;
import dev.atelier.api.ProblemWords;
import dev.atelier.api.read.FieldNames;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.OrderField;
import dev.atelier.image.RequestFault;
import tools.jackson.databind.node.ObjectNode;

/**
 * The only place that words an error of this API: what a request is refused with, and why a job or
 * a picture of it failed.
 */
final class RenderFault {
  private static final String LIMITED = "Too many requests";
  private static final String PROVIDER_FAILED = "The provider failed";

  static final FieldNames FIELDS =
      FieldNames.OPENAI
          .with(OrderField.FORMAT, "format")
          .with(OrderField.COMPRESSION, "compression");

  private RenderFault() {}

  static ProblemBody render(Fault fault) {
    return switch (fault) {
      case RequestFault.InvalidField(var field, var problem) ->
          invalid(field, ProblemWords.shown(field) + detail(problem));
      case RequestFault.InvalidOrder(var field, var problem) ->
          invalid(FIELDS.of(field), FIELDS.of(field) + detail(problem));
      case RequestFault.MalformedBody(var problem) ->
          ProblemBody.of(
              400, "malformed-body", "The body cannot be read", "Cannot be read: " + problem + ".");
      case RequestFault.UnsupportedMediaType(_, var expected) ->
          ProblemBody.of(
              415,
              "unsupported-media-type",
              "The Content-Type is not supported",
              "Send " + expected + ".");
      case RequestFault.BodyTooLarge(var bytesMax) ->
          ProblemBody.of(
              413,
              "body-too-large",
              "The body is too large",
              "At most " + bytesMax + " bytes are taken here.");
      case RequestFault.UnknownModel(var model) ->
          invalid("model", "There is no model '" + ProblemWords.shown(model) + "' here.");
      case RequestFault.UnusableImage(_, var field, var problem) ->
          unusable(field, field + ": the picture " + problem + ".");
      case RequestFault.UnusableMask(var field, var problem) ->
          unusable(field, field + ": the mask " + problem + ".");
      case RequestFault.DownloadFailed(var field, var problem) ->
          ProblemBody.of(422, "download-failed", "A download failed", field + ": " + problem + ".")
              .field(field);
      case RequestFault.NotFound(var what, var id) ->
          notFound("There is no " + what + " '" + ProblemWords.shown(id) + "'.");
      case RequestFault.MethodNotAllowed(var allowed) ->
          ProblemBody.of(
              405,
              "method-not-allowed",
              "The method is not allowed here",
              "Allowed: " + allowed + ".");
      case RequestFault.Retired(var advice) ->
          ProblemBody.of(410, "retired", "No longer offered", advice);

      case AdmissionFault.MissingKey _ ->
          ProblemBody.of(
              401, "missing-key", "A key is needed", "Send Authorization: Bearer <key>.");
      case AdmissionFault.UnknownKey(var masked) ->
          ProblemBody.of(
              401,
              "unknown-key",
              "The key is not accepted",
              "The key " + masked + " is not known, revoked or expired.");
      case AdmissionFault.Forbidden(var need) ->
          ProblemBody.of(
              403, "forbidden", "The key may not do this", "The key needs " + need + ".");

      case AdmissionFault.ModelNotAllowed(var model) ->
          ProblemBody.of(
                  403,
                  "model-not-allowed",
                  "The key may not use the model",
                  "The key is not allowed the model '%s'.".formatted(model))
              .field("model");

      case AdmissionFault.RateLimited(
              var limit,
              long max,
              long used,
              long requested,
              var retryAfter) ->
          ProblemBody.of(
                  429,
                  "rate-limited",
                  LIMITED,
                  "The limit of %s is %d: %d are used and %d were requested."
                      .formatted(limit, max, used, requested))
              .after(retryAfter);
      case AdmissionFault.QueueFull(var retryAfter) ->
          ProblemBody.of(429, "queue-full", "The queue is full", "Too many jobs are waiting.")
              .after(retryAfter);
      case AdmissionFault.OutOfBudget _ ->
          ProblemBody.of(
              402,
              "out-of-budget",
              "The budget is used up",
              "What is held and charged already leaves no room for this job.");
      case AdmissionFault.NotPriced notPriced ->
          ProblemBody.of(422, "not-priced", "No price covers that", PriceWords.of(notPriced));
      case AdmissionFault.AboveMaxCost above ->
          ProblemBody.of(422, "above-max-cost", "It costs more than wanted", PriceWords.of(above));
      case AdmissionFault.QuoteRefused quote ->
          ProblemBody.of(422, "quote-refused", "The quote does not hold", PriceWords.of(quote));
      case RequestFault.IdempotencyKeyReused _ ->
          ProblemBody.of(
              409,
              "idempotency-key-reused",
              "The Idempotency-Key is used",
              "This Idempotency-Key came with another request before. Use a new one.");

      case Blocked(var stage, var categories) ->
          ProblemBody.of(
                  422,
                  "content-blocked",
                  "Refused for its content",
                  switch (stage) {
                    case INPUT -> "The request was refused by content moderation.";
                    case OUTPUT -> "The picture was refused by content moderation.";
                  })
              .categories(categories);
      case JobFault.StartDeadlinePassed _ ->
          ProblemBody.of(
              503, "not-started", "Not started in time", "No account was free for it in time.");
      case JobFault.Cancelled _ ->
          ProblemBody.of(409, "cancelled", "Cancelled", "The job was cancelled.");
      case JobFault.UpstreamRefused(var reason) ->
          ProblemBody.of(
              422, "provider-refused", "The provider refused the request", sentence(reason));
      case JobFault.UpstreamThrottled(var retryAfter) ->
          ProblemBody.of(
                  429,
                  "provider-throttled",
                  "The provider's rate limit is reached",
                  "Every account that could make it is throttled.")
              .after(retryAfter);
      case JobFault.UpstreamFailed(var problem) ->
          ProblemBody.of(502, "provider-failed", PROVIDER_FAILED, sentence(problem));
      case JobFault.OutcomeUnknown(var problem) ->
          ProblemBody.of(
              502,
              "outcome-unknown",
              "The provider did not say what it made",
              sentence(problem) + " It was not repeated, since it may have been billed.");
      case JobFault.UpstreamWaste(var problem) ->
          ProblemBody.of(
              502, "nothing-usable", "The provider delivered nothing usable", sentence(problem));
      case JobFault.StorageFailed(var problem) ->
          ProblemBody.of(
              500, "not-stored", "The image could not be stored here", sentence(problem));
      case AdmissionFault.NoAccount(var model, var advice) ->
          ProblemBody.of(
                  422,
                  "no-account",
                  "Nobody here makes that",
                  "No account of this server makes '%s'.%s"
                      .formatted(ProblemWords.shown(model), advice.map(" "::concat).orElse("")))
              .field("model");

      case AdmissionFault.Unavailable(var problem, var retryAfter) ->
          ProblemBody.of(503, "unavailable", "Not available at the moment", sentence(problem))
              .after(retryAfter);
      case AdmissionFault.Internal _ ->
          ProblemBody.of(
              500, "internal", "Internal error", "The fault is ours; the log knows request_id.");
    };
  }

  /** Why a job or a picture failed, in an object that tells of it. */
  static ObjectNode json(Fault fault) {
    return render(fault).json();
  }

  /** No such path or thing. */
  static ProblemBody notFound(String detail) {
    return ProblemBody.of(404, "not-found", "Not found", detail);
  }

  /** What the transport could not read. */
  static ProblemBody unreadable(int status, String reason) {
    return ProblemBody.of(
        status, "bad-request", "Not a request that can be read", sentence(reason));
  }

  /** A job that cannot be cancelled any more. */
  static ProblemBody ended() {
    return ProblemBody.of(
        409,
        "already-ended",
        "The job has ended",
        "The job has ended, or all its pictures are made: it cannot be cancelled any more.");
  }

  /** A bound on what a tenant may have. */
  static ProblemBody tooMany(String what, int max) {
    return ProblemBody.of(
        409, "too-many", "There are enough already", "At most " + max + " " + what + ".");
  }

  /** What follows a field's name; a text from below is set off, since it may begin anyhow. */
  private static String detail(RequestFault.Problem problem) {
    String words = ProblemWords.of(problem) + ".";
    return problem instanceof RequestFault.Problem.Other ? ": " + words : " " + words;
  }

  private static ProblemBody invalid(String field, String detail) {
    return ProblemBody.of(422, "invalid-field", "A field is wrong", detail)
        .field(ProblemWords.shown(field));
  }

  private static ProblemBody unusable(String field, String detail) {
    return ProblemBody.of(422, "unusable-image", "A picture cannot be used", detail).field(field);
  }

  /** With a capital letter and a full stop. */
  private static String sentence(String text) {
    if (text.isEmpty()) {
      return "No more is known.";
    }
    String end = text.endsWith(".") ? "" : ".";
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + end;
  }
}
