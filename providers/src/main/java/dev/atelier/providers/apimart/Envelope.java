package dev.atelier.providers.apimart;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What APIMart wraps its answers in: a code of its own, beside the status of HTTP. */
final class Envelope {
  private static final Set<String> GOOD = Set.of("200", "202");

  private Envelope() {}

  /** Whether an answer with a status of success tells of an error in truth. */
  static boolean failed(JsonNode json) {
    JsonNode error = json.path("error");
    JsonNode success = json.path("success");
    return error.isObject()
        || !error.asString("").isBlank()
        || !GOOD.contains(json.path("code").asString("200"))
        || (success.isBoolean() && !success.asBoolean());
  }
}
