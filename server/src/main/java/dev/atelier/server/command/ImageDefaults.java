package dev.atelier.server.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the options ask of every picture. */
record ImageDefaults(
    Optional<String> model,
    Optional<String> size,
    Optional<String> quality,
    Optional<String> background,
    Optional<String> format,
    int count,
    Path directory) {

  /** As fields of the Images API; what was not asked for is left out. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    model.ifPresent(value -> fields.put("model", value));
    size.ifPresent(value -> fields.put("size", value));
    quality.ifPresent(value -> fields.put("quality", value));
    background.ifPresent(value -> fields.put("background", value));
    format.ifPresent(value -> fields.put("output_format", value));
    if (count > 1) {
      fields.put("n", count);
    }
    return fields;
  }
}
