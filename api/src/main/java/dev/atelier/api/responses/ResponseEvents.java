package dev.atelier.api.responses;

import dev.atelier.api.JsonTemplate;
import dev.atelier.api.openai.ErrorBody;
import dev.atelier.api.openai.MadeImages;
import dev.atelier.gateway.query.FindImage;
import dev.atelier.http.wire.SseWriter;
import dev.atelier.image.Output;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the events of a response, numbered from 0; those that were told before are only counted.
 */
final class ResponseEvents {
  private static final String CALL = "response.image_generation_call.";

  private final SseWriter sse;
  private final FindImage find;
  private final int told;
  private int next;

  /**
   * @param told the number of the last event that the client has; -1 for none
   */
  ResponseEvents(SseWriter sse, FindImage find, int told) {
    this.sse = sse;
    this.find = find;
    this.told = told;
  }

  /** The number of the next event. */
  int next() {
    return next;
  }

  /** Goes on with another number. */
  void skipTo(int number) {
    next = number;
  }

  /** {@code response.created} and the like, with the response as it stands then. */
  void response(String name, Job job, ResponseStatus status) throws IOException {
    tell(
        "response." + name,
        event -> {
          event.json().name("response");
          new ResponseBody(find, job).writeTo(event, status);
        });
  }

  void added(Job job, int image) throws IOException {
    tell(
        "response.output_item.added",
        event -> {
          event.json().field("output_index", image).name("item");
          CallJson.writeBegun(event.json(), job, image);
        });
  }

  /** {@code in_progress} and the like of a call. */
  void call(String name, Job job, int image) throws IOException {
    tell(CALL + name, event -> call(event, job, image));
  }

  /**
   * A preview.
   *
   * @param index 0-based among those of this picture
   */
  void partial(Job job, int image, int index, Path file) throws IOException {
    tell(
        CALL + "partial_image",
        event -> {
          Output output = job.request().order().output();
          call(event, job, image);
          event.json().field("partial_image_index", index);
          event.image("partial_image_b64", () -> Files.newInputStream(file), Files.size(file));
          event
              .json()
              .field("size", output.size().toString())
              .field("quality", output.quality().word())
              .field("background", MadeImages.background(file).word())
              .field("output_format", output.format().word());
        });
  }

  /** A call that has ended, with its picture or its error. */
  void done(Job job, JobImage image) throws IOException {
    tell(
        "response.output_item.done",
        event -> {
          event.json().field("output_index", image.index()).name("item");
          new CallJson(find, job).write(event, image);
        });
  }

  /** Makes every SDK raise. */
  void error(ErrorBody error) throws IOException {
    tell(
        "error",
        event -> {
          event.json().name("error");
          error.write(event.json());
        });
  }

  void keepAlive() throws IOException {
    sse.comment("keepalive");
  }

  private static void call(JsonTemplate event, Job job, int image) throws IOException {
    event.json().field("output_index", image).field("item_id", CallJson.id(job, image));
  }

  private void tell(String type, Fields fields) throws IOException {
    int number = next++;
    if (number <= told) {
      return;
    }
    var event = new JsonTemplate();
    event.json().beginObject().field("type", type).field("sequence_number", number);
    fields.writeTo(event);
    event.json().endObject();
    sse.event(type, event::writeTo);
  }

  private interface Fields {
    void writeTo(JsonTemplate event) throws IOException;
  }
}
