package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The task by which a client says who it is.
 *
 * @param session the session that it wants to go on with, where it names one that can be ours
 */
record Authentication(Optional<String> apiKey, Optional<UUID> session) {
  static final String TYPE = "authentication";

  /** What such a task says, if it is one. */
  static Optional<Authentication> of(TaskBody task) {
    return task.head().type().filter(TYPE::equals).map(_ -> read(task.node()));
  }

  private static Authentication read(JsonNode node) {
    return new Authentication(
        text(node, "apiKey"),
        text(node, "connectionSessionUUID")
            .filter(text -> TaskBody.UUID.matcher(text).matches())
            .map(UUID::fromString));
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
  }

  static Reply accepted(UUID session) {
    return Reply.of(json ->
        json.beginObject()
            .field("taskType", TYPE)
            .field("connectionSessionUUID", session.toString())
            .endObject());
  }

  /** Of the vendor's SDKs some read the list and some the one error. */
  static void writeRefused(TaskError error, JsonWriterStream json) throws IOException {
    TaskError told = error.of(new TaskHead(Optional.of(TYPE), Optional.empty()));
    json.beginObject().name("errors").beginArray();
    told.write(json);
    json.endArray().name("error");
    told.write(json);
    json.endObject();
  }
}
