package dev.atelier.api.atelier;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A place in a report of usage, as a client gets it and brings it back. */
final class UsageCursor {
  private UsageCursor() {}

  /**
   * @param values of the last group that was shown
   */
  static String text(List<String> values) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            JsonMapper.shared().writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What {@link #text} wrote; empty where it is anything else.
   *
   * @param count how many values there must be
   */
  static Optional<List<String>> parse(String text, int count) {
    try {
      JsonNode values =
          JsonMapper.shared()
              .readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      return values.isArray()
              && values.size() == count
              && values.valueStream().allMatch(JsonNode::isString)
          ? Optional.of(values.valueStream().map(JsonNode::stringValue).toList())
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
