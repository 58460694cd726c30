package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a task is told by in its answers, exactly as it was written: clients compare the texts.
 *
 * @param type {@code taskType}
 * @param uuid {@code taskUUID}
 */
record TaskHead(Optional<String> type, Optional<String> uuid) {
  static final TaskHead NONE = new TaskHead(Optional.empty(), Optional.empty());

  static TaskHead of(JsonNode task) {
    return new TaskHead(text(task, "taskType"), text(task, "taskUUID"));
  }

  /** That of a task that has become a job. */
  static TaskHead of(Job job) {
    return new TaskHead(Optional.of("imageInference"), RunwareState.of(job).taskUuid());
  }

  /** One whose answers speak of a task of another type. */
  TaskHead as(String other) {
    return new TaskHead(Optional.of(other), uuid);
  }

  void write(JsonWriterStream json) throws IOException {
    if (type.isPresent()) {
      json.field("taskType", type.get());
    }
    if (uuid.isPresent()) {
      json.field("taskUUID", uuid.get());
    }
  }

  private static Optional<String> text(JsonNode task, String name) {
    return Optional.of(task.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }
}
