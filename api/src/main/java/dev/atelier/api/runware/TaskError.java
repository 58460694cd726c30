package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One error as this API writes it.
 *
 * @param status of an HTTP answer that holds nothing better
 * @param parameters the names of the fields at fault; several where they are so together
 * @param polled whether it is told as the state of a task, and not as what became of a request
 */
record TaskError(
    int status,
    String code,
    String message,
    List<String> parameters,
    Optional<Duration> retryAfter,
    TaskHead task,
    boolean polled) {
  private static final int OK = 200;

  TaskError {
    parameters = List.copyOf(parameters);
  }

  static TaskError of(int status, String code, String message) {
    return new TaskError(status, code, message, List.of(), Optional.empty(), TaskHead.NONE, false);
  }

  TaskError at(String... fields) {
    return new TaskError(status, code, message, List.of(fields), retryAfter, task, polled);
  }

  TaskError message(String other) {
    return new TaskError(status, code, other, parameters, retryAfter, task, polled);
  }

  TaskError after(Duration wait) {
    return new TaskError(status, code, message, parameters, Optional.of(wait), task, polled);
  }

  TaskError of(TaskHead whose) {
    return new TaskError(status, code, message, parameters, retryAfter, whose, polled);
  }

  /** The same as the answer to a question about the task, which itself went well. */
  TaskError asState() {
    return new TaskError(OK, code, message, parameters, retryAfter, task, true);
  }

  void write(JsonWriterStream json) throws IOException {
    json.beginObject().field("code", code);
    if (polled) {
      json.field("status", "error");
    }
    json.field("message", message);
    if (parameters.size() == 1) {
      json.field("parameter", parameters.getFirst());
      Parameter.describe(parameters.getFirst(), json);
    } else if (!parameters.isEmpty()) {
      json.name("parameter").beginArray();
      for (String parameter : parameters) {
        json.string(parameter);
      }
      json.endArray();
    }
    task.write(json);
    json.endObject();
  }
}
