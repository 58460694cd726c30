package dev.atelier.api.openai;

import dev.atelier.api.JsonTemplate;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.http.wire.SseWriter;
import dev.atelier.image.Background;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Writes the events of an Images stream. */
final class ImageEvents {
  private static final String PICTURE = "b64_json";

  private final SseWriter sse;
  private final FindImage find;
  private final ResponseContext asked;
  private final InstantSource clock;

  ImageEvents(SseWriter sse, FindImage find, ResponseContext asked, InstantSource clock) {
    this.sse = sse;
    this.find = find;
    this.asked = asked;
    this.clock = clock;
  }

  /**
   * A preview.
   *
   * @param index 0-based among those sent of this picture
   */
  void partial(Job job, int index, Path file) throws IOException {
    partial(
        job,
        index,
        MadeImages.background(file),
        event -> event.image(PICTURE, () -> Files.newInputStream(file), Files.size(file)));
  }

  /** A preview that is sent while it arrives; one that breaks off ends early. */
  void arriving(Job job, int index, Background background, InputStream preview) throws IOException {
    partial(job, index, background, event -> event.image(PICTURE, preview));
  }

  private void partial(Job job, int index, Background background, Picture picture)
      throws IOException {
    String type = family(job) + ".partial_image";
    var output = job.request().order().output();
    var event = new JsonTemplate();
    begin(event, type, picture);
    looks(event.json(), output.size().toString(), output.quality(), background, output.format());
    event.json().field("partial_image_index", index);
    end(event, type);
  }

  /** A picture that is done, with its own usage. */
  void completed(Job job, JobImage image) throws IOException {
    String type = family(job) + ".completed";
    StoredImage stored = MadeImages.stored(find, job, image);
    ImageReport report = MadeImages.report(image);
    var event = new JsonTemplate();
    begin(event, type, to -> to.image(PICTURE, stored.content()::open, stored.artifact().bytes()));
    looks(
        event.json(),
        report.size().toString(),
        report.quality(),
        report.background(),
        report.format());
    UsageJson.write(event.json(), "usage", image.usage());
    if (asked.what().safetyIdentifier().isPresent()) {
      event.json().field("safety_identifier", asked.what().safetyIdentifier().get());
    }
    end(event, type);
  }

  void error(ErrorBody error) throws IOException {
    sse.event("error", error::writeEvent);
  }

  void keepAlive() throws IOException {
    sse.comment("keepalive");
  }

  private void begin(JsonTemplate event, String type, Picture picture) throws IOException {
    event.json().beginObject().field("type", type);
    picture.addTo(event);
    event.json().field("created_at", clock.instant().getEpochSecond());
  }

  private static void looks(
      JsonWriterStream json,
      String size,
      Quality quality,
      Background background,
      OutputFormat format)
      throws IOException {
    json.field("size", size)
        .field("quality", quality.word())
        .field("background", background.word())
        .field("output_format", format.word());
  }

  private void end(JsonTemplate event, String type) throws IOException {
    if (asked.likeSub2api()) {
      event.json().field("model", asked.what().modelName());
    }
    event.json().endObject();
    sse.event(type, event::writeTo);
  }

  private static String family(Job job) {
    return switch (job.request()) {
      case ImageRequest.Generation _ -> "image_generation";
      case ImageRequest.Edit _ -> "image_edit";
    };
  }

  /** The member of an event that is a picture. */
  @FunctionalInterface
  private interface Picture {
    void addTo(JsonTemplate event) throws IOException;
  }
}
