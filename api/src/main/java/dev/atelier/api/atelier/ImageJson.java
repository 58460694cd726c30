package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.api.FileLinks.Link;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.image.ImageReport;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.storage.Artifact;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One picture of a job as this API tells it. */
final class ImageJson {
  /** Every check that a picture may have passed; what did not run is told too. */
  private static final List<String> CHECKS = List.of("structure", "decode", "moderation");

  private final JobDetail detail;
  private final FileLinks links;
  private final String base;

  ImageJson(JobDetail detail, FileLinks links, String base) {
    this.detail = detail;
    this.links = links;
    this.base = base;
  }

  ObjectNode write(JobImage image) {
    boolean delivered = detail.job().delivered(image);
    ObjectNode json = Json.object().put("index", image.index()).put("state", state(image));
    Json.time(json, "ended_at", image.ended());
    file(json, image, delivered);
    Optional<ImageReport> report = image.report().filter(_ -> delivered);
    Json.text(json, "size", report.map(told -> told.size().toString()));
    Json.text(json, "format", report.map(told -> told.format().word()));
    Json.object(json, "report", report.map(ImageJson::report));
    Json.object(json, "fault", image.fault().map(RenderFault::json));
    usage(json.putObject("usage"), image);
    Json.text(json, "charged_usd", charge(image).map(Json::dollars));
    return json;
  }

  private String state(JobImage image) {
    Job job = detail.job();
    return switch (image.state()) {
      case PENDING -> "pending";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case DONE ->
          job.delivered(image) ? "completed" : job.state().ended() ? "withheld" : "pending";
    };
  }

  /** Its file, unless that has expired or was deleted. */
  private void file(ObjectNode json, JobImage image, boolean delivered) {
    Optional<Artifact> file =
        image
            .artifact()
            .filter(_ -> delivered)
            .flatMap(id -> detail.image(detail.job(), id))
            .map(StoredImage::artifact);
    Optional<Link> link = file.map(one -> link(image, one));
    Json.text(json, "artifact", file.map(one -> one.id().toString()));
    Json.text(json, "url", link.map(Link::url));
    Json.time(json, "url_expires_at", link.map(Link::until));
    Json.text(json, "media_type", file.map(Artifact::mediaType));
    Json.number(json, "bytes", file.stream().mapToLong(Artifact::bytes).findFirst());
  }

  private Link link(JobImage image, Artifact file) {
    String name = "image-" + image.index() + "." + FileLinks.extension(file);
    return links.lasting(base, detail.job(), file, name);
  }

  private static ObjectNode report(ImageReport report) {
    ObjectNode json =
        Json.object()
            .put("engine", report.engine())
            .put("quality", report.quality().word())
            .put("background", report.background().word());
    Json.number(json, "seed", report.seed());
    Json.text(json, "revised_prompt", report.revisedPrompt());
    words(json.putArray("checks_made"), report.checks());
    words(
        json.putArray("checks_not_made"),
        CHECKS.stream().filter(check -> !report.checks().contains(check)).toList());
    words(json.putArray("repairs"), report.repairs());
    words(json.putArray("differences"), report.differences());
    words(json.putArray("not_understood"), report.notUnderstood());
    words(json.putArray("flagged"), report.flagged());
    return json.put("provenance", report.repairs().isEmpty() ? "kept" : "lost");
  }

  private static void words(ArrayNode json, List<String> words) {
    words.forEach(json::add);
  }

  private static void usage(ObjectNode json, JobImage image) {
    json.put("input_text_tokens", image.usage().textIn())
        .put("input_image_tokens", image.usage().imageIn())
        .put("output_image_tokens", image.usage().imageOut());
  }

  private Optional<Long> charge(JobImage image) {
    return detail.charges().stream()
        .filter(charge -> charge.image() == image.index())
        .map(Charge::micros)
        .findFirst();
  }
}
