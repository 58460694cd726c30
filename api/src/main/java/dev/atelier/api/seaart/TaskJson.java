package dev.atelier.api.seaart;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.ImageReport;
import dev.atelier.image.JobFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.storage.Artifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The bodies that tell of a task. */
final class TaskJson {
  private TaskJson() {}

  static byte[] created(TaskLinks links, long position) throws IOException {
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes)
        .beginObject()
        .field("request_id", links.id())
        .field("response_url", links.response())
        .field("status_url", links.status())
        .field("cancel_url", links.cancel())
        .field("queue_position", position)
        .endObject();
    return bytes.toByteArray();
  }

  /**
   * @param position jobs before this one, while it is queued
   */
  static byte[] status(Job job, TaskLinks links, long position) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject();
    json.field("status", word(job.state())).field("request_id", links.id());
    if (job.state() == JobState.QUEUED) {
      json.field("queue_position", position);
    }
    json.field("response_url", links.response());
    if (job.state() == JobState.SUCCEEDED) {
      json.name("metrics").beginObject().name("inference_time").number(seconds(job)).endObject();
    } else if (job.state().ended()) {
      var failure = RenderFault.failure(job.fault().orElseGet(JobFault.Cancelled::new));
      json.field("error", failure.error()).field("error_type", failure.type());
    }
    json.endObject();
    return bytes.toByteArray();
  }

  static byte[] result(Job job, TaskLinks links, List<ResultImage> images) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("request_id", links.id());
    json.name("outputs").beginArray();
    for (ResultImage image : images) {
      json.beginObject()
          .field("type", "image")
          .field("url", image.url())
          .field("content_type", image.artifact().mediaType())
          .field("file_name", image.fileName())
          .field("file_size", image.artifact().bytes())
          .field("width", image.report().size().width())
          .field("height", image.report().size().height())
          .endObject();
    }
    json.endArray();
    json.name("metadata").beginObject();
    Optional<String> prompt = job.request().order().prompt().shown();
    if (prompt.isPresent()) {
      json.field("prompt", prompt.get());
    }
    json.endObject().endObject();
    return bytes.toByteArray();
  }

  /** The answer to a cancel call, which has a status of its own. */
  static byte[] cancel(String status) throws IOException {
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes).beginObject().field("status", status).endObject();
    return bytes.toByteArray();
  }

  /** There is no word for failure: whether an {@code error} is there tells (4). */
  private static String word(JobState state) {
    return switch (state) {
      case QUEUED -> "IN_QUEUE";
      case RUNNING -> "IN_PROGRESS";
      case SUCCEEDED, FAILED, CANCELLED -> "COMPLETED";
    };
  }

  private static double seconds(Job job) {
    return job.started()
        .flatMap(started -> job.ended().map(ended -> Duration.between(started, ended)))
        .map(took -> took.toMillis() / 1000.0)
        .orElse(0.0);
  }

  /** One delivered picture. */
  record ResultImage(String url, String fileName, Artifact artifact, ImageReport report) {}
}
