package dev.atelier.api.runware;

import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/** What the vendor's errors say of a parameter besides what is wrong with it. */
record Parameter(String type, OptionalInt min, OptionalInt max, OptionalInt multiplier) {
  private static final Parameter SIDE =
      new Parameter("integer", OptionalInt.of(16), OptionalInt.of(3840), OptionalInt.of(16));
  private static final Map<String, Parameter> BY_NAME =
      Map.ofEntries(
          Map.entry("taskType", of("string")),
          Map.entry("taskUUID", of("string")),
          Map.entry("apiKey", of("string")),
          Map.entry("model", of("string")),
          Map.entry("positivePrompt", between("string", 2, 32_000)),
          Map.entry("width", SIDE),
          Map.entry("height", SIDE),
          Map.entry("numberResults", between("integer", 1, 20)),
          Map.entry("inputs.referenceImages", between("array", 1, 16)),
          Map.entry("referenceImages", between("array", 1, 16)),
          Map.entry("outputType", of("string")),
          Map.entry("outputFormat", of("string")),
          Map.entry("outputQuality", between("integer", 20, 99)),
          Map.entry("deliveryMethod", of("string")),
          Map.entry("webhookURL", of("string")),
          Map.entry("uploadEndpoint", of("string")),
          Map.entry("safety.checkContent", of("boolean")),
          Map.entry("checkNSFW", of("boolean")),
          Map.entry(
              "ttl",
              new Parameter(
                  "integer", OptionalInt.of(60), OptionalInt.empty(), OptionalInt.empty())),
          Map.entry("includeCost", of("boolean")),
          Map.entry("seed", of("integer")),
          Map.entry("image", of("string")),
          Map.entry("media", of("string")));

  /** Writes what is known of the parameter of this name. */
  static void describe(String name, JsonWriterStream json) throws IOException {
    Parameter known = BY_NAME.get(name);
    if (known == null) {
      return;
    }
    json.field("type", known.type());
    number("min", known.min(), json);
    number("max", known.max(), json);
    number("multiplier", known.multiplier(), json);
  }

  private static void number(String name, OptionalInt value, JsonWriterStream json)
      throws IOException {
    if (value.isPresent()) {
      json.field(name, value.getAsInt());
    }
  }

  private static Parameter of(String type) {
    return new Parameter(type, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  private static Parameter between(String type, int min, int max) {
    return new Parameter(type, OptionalInt.of(min), OptionalInt.of(max), OptionalInt.empty());
  }
}
