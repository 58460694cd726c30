package dev.atelier.api.openai;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonTemplate;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.ImageReport;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** The answer to a call that waited for all its pictures. */
final class ImagesBody {
  private final FindImage find;
  private final ResponseContext asked;
  private final Function<StoredImage, String> link;

  /**
   * @param link the URL of a picture, where the caller asked for URLs
   */
  ImagesBody(FindImage find, ResponseContext asked, Function<StoredImage, String> link) {
    this.find = find;
    this.asked = asked;
    this.link = link;
  }

  JsonTemplate of(Job job) throws IOException {
    var body = new JsonTemplate();
    writeTo(body, job);
    return body;
  }

  /** Writes the answer as the next value of a longer text. */
  void writeTo(JsonTemplate body, Job job) throws IOException {
    ImageReport report = MadeImages.report(MadeImages.of(job).getFirst());
    JsonWriterStream json = body.json().beginObject();
    json.field("created", job.created().getEpochSecond());
    json.field("background", report.background().word());
    json.name("data").beginArray();
    for (JobImage image : MadeImages.of(job)) {
      write(body, job, image);
    }
    json.endArray();
    json.field("output_format", report.format().word());
    json.field("quality", report.quality().word());
    json.field("size", report.size().toString());
    UsageJson.write(json, "usage", MadeImages.usage(job));
    if (asked.what().safetyIdentifier().isPresent()) {
      json.field("safety_identifier", asked.what().safetyIdentifier().get());
    }
    if (asked.likeSub2api()) {
      json.field("model", asked.what().modelName());
    }
    json.endObject();
  }

  private void write(JsonTemplate body, Job job, JobImage image) throws IOException {
    StoredImage stored = MadeImages.stored(find, job, image);
    body.json().beginObject();
    if (asked.links()) {
      body.json().field("url", link.apply(stored));
    } else {
      body.image("b64_json", stored.content()::open, stored.artifact().bytes());
    }
    if (asked.likeSub2api()) {
      Optional<String> asUsed =
          MadeImages.report(image).revisedPrompt().or(() -> job.request().order().prompt().shown());
      if (asUsed.isPresent()) {
        body.json().field("revised_prompt", asUsed.get());
      }
    }
    body.json().endObject();
  }

  /** The link to a picture. */
  static String link(FileLinks links, Exchange exchange, Job job, StoredImage stored) {
    String name = "image." + FileLinks.extension(stored.artifact());
    return links.result(links.base(exchange), job, stored.artifact(), name);
  }
}
