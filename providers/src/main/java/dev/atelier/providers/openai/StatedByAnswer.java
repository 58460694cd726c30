package dev.atelier.providers.openai;

import dev.atelier.provider.Results.Statement;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** What the text model counts beside the image that its tool made. */
  static Map<String, String> textTokens(JsonNode usage) {
    var tokens = new LinkedHashMap<String, String>();
    for (String name : List.of("input_tokens", "output_tokens")) {
      if (usage.path(name).canConvertToLong() && usage.path(name).isIntegralNumber()) {
        tokens.put("text_model_" + name, Long.toString(usage.path(name).asLong()));
      }
    }
    return tokens;
  }
}
