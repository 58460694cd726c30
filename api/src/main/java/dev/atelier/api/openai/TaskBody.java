package dev.atelier.api.openai;

import dev.atelier.api.JsonTemplate;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.queue.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * What an asynchronous task says of itself (sub2api, asynchronous image tasks). There are three
 * words for its state; one that waits is {@code processing} too, and a cancelled one has failed.
 */
final class TaskBody {
  private static final JobIdFormat NAMES = JobIdFormat.lowerCase("imgtask_");
  private static final String PROCESSING = "processing";

  private final Job job;
  private final Optional<Instant> expires;

  /**
   * @param expires up to when it can be polled
   */
  TaskBody(Job job, Optional<Instant> expires) {
    this.job = job;
    this.expires = expires;
  }

  static String name(Job job) {
    return NAMES.of(job.id());
  }

  /**
   * The answer to a submission. One that repeats another is answered in the same words even if the
   * task has ended since: its result is only told to those who poll.
   */
  byte[] accepted(String pollUrl) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes);
    begin(json, PROCESSING);
    times(json, Optional.empty());
    json.field("poll_url", pollUrl).endObject();
    return bytes.toByteArray();
  }

  byte[] unfinished() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes);
    begin(json, PROCESSING);
    times(json, Optional.empty());
    json.endObject();
    return bytes.toByteArray();
  }

  byte[] failed(ErrorBody error) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes);
    begin(json, "failed");
    json.field("http_status", error.status()).name("error");
    error.write(json);
    times(json, job.ended());
    json.endObject();
    return bytes.toByteArray();
  }

  /**
   * @param link to the first picture
   * @param result what a call that waited would have been answered
   */
  JsonTemplate completed(String link, ImagesBody result) throws IOException {
    var body = new JsonTemplate();
    JsonWriterStream json = body.json();
    begin(json, "completed");
    json.field("http_status", 200).field("image_url", link).name("result");
    result.writeTo(body, job);
    times(json, job.ended());
    json.endObject();
    return body;
  }

  private void begin(JsonWriterStream json, String status) throws IOException {
    json.beginObject()
        .field("id", name(job))
        .field("task_id", name(job))
        .field("object", "image.generation.task")
        .field("status", status);
  }

  private void times(JsonWriterStream json, Optional<Instant> completed) throws IOException {
    json.field("created_at", job.created().getEpochSecond());
    if (completed.isPresent()) {
      json.field("completed_at", completed.get().getEpochSecond());
    }
    if (expires.isPresent()) {
      json.field("expires_at", expires.get().getEpochSecond());
    }
  }
}
