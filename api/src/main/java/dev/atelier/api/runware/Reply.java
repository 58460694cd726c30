package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.JobId;
import dev.atelier.queue.session.SessionJob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a client is told of one task at once: one message of a WebSocket, a part of a body else.
 *
 * @param answer which answer of a job it is; empty for one that nobody can give again
 */
record Reply(List<Part> data, List<TaskError> errors, Optional<JobAnswer> answer) {
  private static final int OK = 200;

  Reply {
    data = List.copyOf(data);
    errors = List.copyOf(errors);
  }

  /** One that is no answer of a job. */
  Reply(List<Part> data, List<TaskError> errors) {
    this(data, errors, Optional.empty());
  }

  /**
   * One of the answers that a job gives.
   *
   * @param index of an image, or {@link SessionJob#LAST}
   */
  record JobAnswer(JobId job, int index) {}

  /** The same as that answer of a job. */
  Reply answering(JobId job, int index) {
    return new Reply(data, errors, Optional.of(new JobAnswer(job, index)));
  }

  /** One member of {@code data}, written when its turn has come. */
  @FunctionalInterface
  interface Part {
    /** The whole object. */
    void write(JsonWriterStream json) throws IOException;
  }

  static Reply of(Part part) {
    return new Reply(List.of(part), List.of());
  }

  static Reply of(TaskError error) {
    return new Reply(List.of(), List.of(error));
  }

  /** The HTTP status that this alone would have. */
  int status() {
    return data.isEmpty() ? errors.getFirst().status() : OK;
  }

  /** The message: what is empty is left out, since a client trips over empty errors. */
  void write(JsonWriterStream json) throws IOException {
    json.beginObject();
    if (!data.isEmpty()) {
      json.name("data").beginArray();
      for (Part part : data) {
        part.write(json);
      }
      json.endArray();
    }
    if (!errors.isEmpty()) {
      json.name("errors").beginArray();
      for (TaskError error : errors) {
        error.write(json);
      }
      json.endArray();
    }
    json.endObject();
  }
}
