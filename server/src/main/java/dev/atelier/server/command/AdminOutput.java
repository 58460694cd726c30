package dev.atelier.server.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints what the admin API answered: as it is with {@code --json}, else for people. */
final class AdminOutput {
  @Mixin private OutputOptions output = new OutputOptions();

  /** Every member of the answer's {@code data}. */
  void rows(ObjectNode answer) {
    List<Map<String, Object>> rows = new ArrayList<>();
    answer.path("data").forEach(one -> rows.add(shown(one)));
    output.rows(rows);
  }

  void one(ObjectNode answer) {
    output.fields(shown(answer));
  }

  /** One with a secret. */
  void secret(ObjectNode answer) {
    Map<String, Object> about = shown(answer);
    about.remove("secret");
    output.secret(answer.path("secret").asString(), about);
  }

  private Map<String, Object> shown(JsonNode object) {
    var fields = new LinkedHashMap<String, Object>();
    object
        .properties()
        .forEach(
            one -> fields.put(one.getKey(), output.json() ? one.getValue() : text(one.getValue())));
    return fields;
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    if (value.isArray() || value.isObject()) {
      var words = new ArrayList<String>();
      value.properties().forEach(one -> words.add(one.getKey() + "=" + text(one.getValue())));
      if (value.isArray()) {
        value.forEach(one -> words.add(text(one)));
      }
      return String.join(",", words);
    }
    return value.asString();
  }
}
