package dev.atelier.api.responses;

import dev.atelier.api.JsonTemplate;
import dev.atelier.api.openai.ErrorBody;
import dev.atelier.api.openai.MadeImages;
import dev.atelier.api.openai.UsageJson;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.Usage;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Writes a response object: how the job stands, and the request as it was understood. */
final class ResponseBody {
  private final FindImage find;
  private final Job job;
  private final ResponseState state;

  ResponseBody(FindImage find, Job job) {
    this.find = find;
    this.job = job;
    this.state = ResponseState.of(job);
  }

  ResponseStatus status() {
    return ResponseStatus.of(job, state.background());
  }

  JsonTemplate as(ResponseStatus status) throws IOException {
    var body = new JsonTemplate();
    writeTo(body, status);
    return body;
  }

  /** Writes it as the next value of a longer text. */
  void writeTo(JsonTemplate body, ResponseStatus status) throws IOException {
    JsonWriterStream json = body.json().beginObject();
    json.field("id", ResponseState.id(job))
        .field("object", "response")
        .field("created_at", job.created().getEpochSecond())
        .field("status", status.word())
        .field("background", state.background());
    completedAt(json, status);
    error(json, status);
    json.name("incomplete_details").nothing();
    var echo = new EchoJson(job, state);
    echo.before(json);
    output(body, status);
    echo.after(json);
    usage(json, status);
    echo.last(json);
    json.endObject();
  }

  private void completedAt(JsonWriterStream json, ResponseStatus status) throws IOException {
    Optional<Instant> ended = job.ended().filter(_ -> status == ResponseStatus.COMPLETED);
    json.name("completed_at");
    if (ended.isPresent()) {
      json.number(ended.get().getEpochSecond());
    } else {
      json.nothing();
    }
  }

  private void error(JsonWriterStream json, ResponseStatus status) throws IOException {
    json.name("error");
    if (status != ResponseStatus.FAILED) {
      json.nothing();
      return;
    }
    Fault fault = job.fault().orElseGet(JobFault.Cancelled::new);
    ErrorBody error = CallJson.error(job, fault);
    json.beginObject()
        .field("code", RenderFault.code(fault))
        .field("message", error.message())
        .endObject();
  }

  private void output(JsonTemplate body, ResponseStatus status) throws IOException {
    body.json().name("output").beginArray();
    if (status == ResponseStatus.COMPLETED || status == ResponseStatus.FAILED) {
      var calls = new CallJson(find, job);
      for (JobImage image : job.images()) {
        calls.write(body, image);
      }
    }
    body.json().endArray();
  }

  /** The pretended text model read the prompt and wrote nothing; the pictures count by the tool. */
  private void usage(JsonWriterStream json, ResponseStatus status) throws IOException {
    json.name("usage");
    if (status != ResponseStatus.COMPLETED) {
      json.nothing();
      return;
    }
    Usage usage = MadeImages.usage(job);
    json.beginObject().field("input_tokens", usage.textIn());
    json.name("input_tokens_details")
        .beginObject()
        .field("cached_tokens", 0)
        .field("cache_write_tokens", 0)
        .endObject();
    json.field("output_tokens", 0);
    json.name("output_tokens_details").beginObject().field("reasoning_tokens", 0).endObject();
    json.field("total_tokens", usage.textIn()).endObject();
    json.name("tool_usage").beginObject();
    UsageJson.write(json, "image_gen", usage);
    json.name("web_search").beginObject().field("num_requests", 0).endObject().endObject();
  }
}
