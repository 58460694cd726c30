package dev.atelier.api.responses;

import dev.atelier.api.JsonTemplate;
import dev.atelier.api.openai.ErrorBody;
import dev.atelier.api.openai.MadeImages;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Fault;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.util.Optional;

/** Writes the calls of the image tool: one for each of a job's pictures. */
final class CallJson {
  private static final String COMPLETED = "completed";
  private static final String FAILED = "failed";

  private final FindImage find;
  private final Job job;

  CallJson(FindImage find, Job job) {
    this.find = find;
    this.job = job;
  }

  static String id(Job job, int image) {
    return new CallId(job.id(), image).toString();
  }

  /** One that goes on. */
  static void writeBegun(JsonWriterStream json, Job job, int image) throws IOException {
    begin(json, job, image, "in_progress");
    json.endObject();
  }

  /** One that has ended, with its picture or with what went wrong. */
  void write(JsonTemplate body, JobImage image) throws IOException {
    if (image.state() == ImageState.DONE) {
      writeMade(body, image);
    } else {
      writeFailed(body.json(), image);
    }
  }

  private void writeMade(JsonTemplate body, JobImage image) throws IOException {
    StoredImage stored = MadeImages.stored(find, job, image);
    ImageReport report = MadeImages.report(image);
    JsonWriterStream json = body.json();
    begin(json, job, image.index(), COMPLETED);
    json.field("action", action())
        .field("background", report.background().word())
        .field("output_format", report.format().word())
        .field("quality", report.quality().word());
    body.image("result", stored.content()::open, stored.artifact().bytes());
    Optional<String> asUsed =
        report.revisedPrompt().or(() -> job.request().order().prompt().shown());
    json.name("revised_prompt");
    if (asUsed.isPresent()) {
      json.string(asUsed.get());
    } else {
      json.nothing();
    }
    json.field("size", report.size().toString()).endObject();
  }

  private void writeFailed(JsonWriterStream json, JobImage image) throws IOException {
    begin(json, job, image.index(), FAILED);
    json.name("result").nothing();
    json.name("error");
    error(job, fault(job, image)).write(json);
    json.endObject();
  }

  /** What a failed response says of itself. */
  static ErrorBody error(Job job, Fault fault) {
    return RenderFault.render(fault, job.origin().requestId().orElse("of this response"));
  }

  private static Fault fault(Job job, JobImage image) {
    return image.fault().or(job::fault).orElseGet(JobFault.Cancelled::new);
  }

  private static void begin(JsonWriterStream json, Job job, int image, String status)
      throws IOException {
    json.beginObject()
        .field("id", id(job, image))
        .field("type", "image_generation_call")
        .field("status", status);
  }

  private String action() {
    return switch (job.request()) {
      case ImageRequest.Generation _ -> Action.GENERATE.word();
      case ImageRequest.Edit _ -> Action.EDIT.word();
    };
  }
}
