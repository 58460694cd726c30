package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;
import java.util.List;

/** What a client is told of one task at once: one message of a WebSocket, a part of a body else. */
record Reply(List<Part> data, List<TaskError> errors) {
  private static final int OK = 200;

  Reply {
    data = List.copyOf(data);
    errors = List.copyOf(errors);
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
