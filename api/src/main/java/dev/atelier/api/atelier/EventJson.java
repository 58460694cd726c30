package dev.atelier.api.atelier;

import java.time.Instant;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Something that happened, in the same words for event streams and webhooks. */
final class EventJson {
  private EventJson() {}

  /**
   * @param type such as {@code job.succeeded}
   * @param at when it happened
   * @param image which picture it is about, from 0
   * @param data what it happened to, as it is now
   */
  static ObjectNode of(String type, Instant at, OptionalInt image, JsonNode data) {
    ObjectNode json = Json.object().put("type", type).put("timestamp", Json.time(at));
    if (image.isPresent()) {
      json.put("image", image.getAsInt());
    }
    json.set("data", data);
    return json;
  }
}
