package dev.atelier.api.read;

import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The caller's own words about a job: up to 16 pairs of short strings. */
public final class MetadataPairs {
  public static final String FIELD = "metadata";
  private static final int PAIRS_MAX = 16;
  private static final int NAME_MAX = 64;
  private static final int VALUE_MAX = 512;

  /** All pairs together as JSON; a note has room for a little more. */
  private static final int JSON_MAX = 15 * 1024;

  private MetadataPairs() {}

  /** None where none are given. */
  public static Map<String, String> of(JsonNode body) {
    JsonNode node = body.path(FIELD);
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw RequestFault.invalid(FIELD, new Problem.WrongType("an object", Value.kind(node)));
    }
    if (node.size() > PAIRS_MAX) {
      throw RequestFault.invalid(FIELD, new Problem.TooMany(PAIRS_MAX, node.size()));
    }
    var pairs = new LinkedHashMap<String, String>();
    for (var pair : node.properties()) {
      pairs.put(name(pair.getKey()), value(pair.getKey(), pair.getValue()));
    }
    int length = node.toString().length();
    if (length > JSON_MAX) {
      throw RequestFault.invalid(FIELD, new Problem.TooLong(JSON_MAX, length));
    }
    return pairs;
  }

  private static String name(String name) {
    if (name.isEmpty() || name.length() > NAME_MAX) {
      throw RequestFault.invalid(
          FIELD,
          new Problem.Other("has a name that is not 1 to " + NAME_MAX + " characters long."));
    }
    return name;
  }

  private static String value(String name, JsonNode value) {
    String field = FIELD + "." + name;
    if (!value.isString()) {
      throw RequestFault.invalid(field, new Problem.WrongType("a string", Value.kind(value)));
    }
    String text = value.stringValue();
    if (text.length() > VALUE_MAX) {
      throw RequestFault.invalid(field, new Problem.TooLong(VALUE_MAX, text.length()));
    }
    return text;
  }
}
