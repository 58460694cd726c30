package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.query.JobAttempt;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A job as this API tells it, in answers, events and webhooks alike. */
final class JobJson {
  private final FileLinks links;

  JobJson(FileLinks links) {
    this.links = links;
  }

  /**
   * @param base what its links begin with
   */
  ObjectNode write(JobDetail detail, String base) {
    Job job = detail.job();
    ObjectNode json =
        Json.object()
            .put("id", job.id().toString())
            .put("state", Json.word(job.state()))
            .put("api", job.dialect())
            .put("operation", job.request().operation().word())
            .put("created_at", Json.time(job.created()));
    Json.text(json, "request_id", job.origin().requestId());
    Json.time(json, "started_at", job.started());
    Json.time(json, "ended_at", job.ended());
    Json.number(json, "queue_position", detail.ahead());
    json.put("lane", job.interactive() ? "interactive" : "background");
    order(json.putObject("order"), job);
    json.put("delivery", Json.word(job.completion()));
    ArrayNode images = json.putArray("images");
    var writer = new ImageJson(detail, links, base);
    job.images().forEach(image -> images.add(writer.write(image)));
    detail.flagged().forEach(json.putArray("flagged")::add);
    Json.object(json, "fault", job.fault().map(RenderFault::json));
    json.put("image_price_usd", Json.dollars(job.price().heldMicros()));
    json.put("charged_usd", Json.dollars(detail.chargedMicros()));
    ObjectNode metadata = json.putObject("metadata");
    AtelierState.of(job).metadata().forEach(metadata::put);
    return json;
  }

  /** Adds the calls that were made for it, which only an operator sees. */
  static void attempts(ObjectNode json, List<JobAttempt> attempts) {
    ArrayNode all = json.putArray("attempts");
    attempts.forEach(attempt -> all.add(AttemptJson.write(attempt)));
  }

  /** Adds to those calls why each was made where it was. */
  static void choices(ObjectNode json, Map<AttemptId, List<String>> choices) {
    for (JsonNode attempt : json.withArray("attempts")) {
      List<String> lines =
          choices.getOrDefault(AttemptId.parse(attempt.get("id").stringValue()), List.of());
      lines.forEach(((ObjectNode) attempt).putArray("choice")::add);
    }
  }

  /** Adds what keeps the accounts from it. */
  static void waiting(ObjectNode json, List<String> reasons) {
    reasons.forEach(json.putArray("waiting")::add);
  }

  /** Adds what these calls brought otherwise than ordered. */
  static void differences(ObjectNode json, List<JobDifference> differences) {
    ArrayNode all = json.putArray("differences");
    for (JobDifference one : differences) {
      ObjectNode told = all.addObject();
      told.put("attempt", one.attempt().toString());
      told.put("account", one.account().value());
      Json.number(told, "image", one.image().stream().asLongStream().findFirst());
      told.put("kind", one.difference().kind().word());
      told.put("words", one.difference().words());
    }
  }

  private static void order(ObjectNode json, Job job) {
    Order order = job.request().order();
    Output output = order.output();
    json.put("model", order.model())
        .put("prompt", order.prompt().shown().orElse(null))
        .put("n", order.count())
        .put("size", output.delivered().map(Object::toString).orElse(output.size().toString()))
        .put("rendered_size", output.size().toString())
        .put("quality", output.quality().word())
        .put("format", output.format().word())
        .put("compression", output.compression())
        .put("background", output.background().word())
        .put("moderation", order.moderation().word())
        .put("partials", order.partials());
    Json.number(json, "seed", order.seed());
    Json.text(json, "user", order.endUser());
    ArrayNode images = json.putArray("images");
    Optional<InputImage> mask = Optional.empty();
    if (job.request() instanceof ImageRequest.Edit edit) {
      edit.images().forEach(image -> images.add(input(image)));
      mask = edit.mask();
    }
    Json.object(json, "mask", mask.map(JobJson::input));
  }

  private static ObjectNode input(InputImage image) {
    return Json.object()
        .put("artifact", image.artifact().toString())
        .put("format", image.format().word())
        .put("size", image.size().toString())
        .put("bytes", image.bytes());
  }
}
