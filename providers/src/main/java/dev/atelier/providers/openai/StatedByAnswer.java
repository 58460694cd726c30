package dev.atelier.providers.openai;

import dev.atelier.provider.Results.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an answer, or the event of a finished image, echoes of what was made. */
final class StatedByAnswer {
  private static final int WORD_MAX = 64;
  private static final Map<String, String> FIELDS =
      Map.of("size", "size", "quality", "quality", "output_format", "format", "model", "model");

  private StatedByAnswer() {}

  static Statement of(JsonNode answer) {
    var made = new LinkedHashMap<String, String>();
    FIELDS.forEach((field, name) -> {
      String word = answer.path(field).asString("");
      if (!word.isBlank() && word.length() <= WORD_MAX) {
        made.put(name, word);
      }
    });
    return new Statement(Optional.empty(), ArrivingImages.usage(answer.path("usage")), made);
  }
}
