package dev.atelier.api.apimart;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.JobFault;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One task as a query tells it. Every ended task has its true cost, and none is ever {@code
 * cancelled}, which the vendor's own client would wait on for ever.
 */
record TaskJson(Job job, String id, long costMicros, List<String> links) {
  static final JobIdFormat NAMES = JobIdFormat.upperCase("task_");

  /** How long a result's links work, counted from the end of its task. */
  static final Duration LINKS_LAST = Duration.ofDays(1);

  TaskJson {
    links = List.copyOf(links);
  }

  /** The whole answer to a query. */
  byte[] answer(Version version, Language language, Instant now) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("code", 200).name("data");
    write(json, version, language, now);
    json.endObject();
    return bytes.toByteArray();
  }

  void write(JsonWriterStream json, Version version, Language language, Instant now)
      throws IOException {
    json.beginObject()
        .field("id", id)
        .field("status", status(version))
        .field("progress", Estimate.percent(job, now));
    if (job.state().ended()) {
      Money.USD.write(json.name("cost"), costMicros);
      Money.CREDITS.write(json.name("credits_cost"), costMicros);
    }
    json.field("created", created());
    if (job.state().ended()) {
      json.field("completed", completed());
    }
    json.field("estimated_time", Estimate.USUAL.toSeconds());
    if (job.state() == JobState.SUCCEEDED) {
      json.field("actual_time", completed() - created());
      result(json);
    } else if (job.state().ended()) {
      RenderFault.render(job.fault().orElseGet(JobFault.Cancelled::new), language).write(json);
    }
    json.endObject();
  }

  /** One that is not there, in a list of tasks. */
  static void writeMissing(JsonWriterStream json, String id, Language language) throws IOException {
    json.beginObject().field("id", id).field("status", "failed");
    RenderFault.render(new RequestFault.NotFound("task", id), language).write(json);
    json.endObject();
  }

  private String status(Version version) {
    return switch (job.state()) {
      case QUEUED -> version.waiting();
      case RUNNING -> "processing";
      case SUCCEEDED -> "completed";
      case FAILED, CANCELLED -> "failed";
    };
  }

  private void result(JsonWriterStream json) throws IOException {
    json.name("result").beginObject().name("images").beginArray();
    for (String link : links) {
      json.beginObject()
          .name("url")
          .beginArray()
          .string(link)
          .endArray()
          .field("expires_at", completed() + LINKS_LAST.toSeconds())
          .endObject();
    }
    json.endArray().endObject();
  }

  private long created() {
    return job.created().getEpochSecond();
  }

  private long completed() {
    return job.ended().orElse(job.created()).getEpochSecond();
  }
}
