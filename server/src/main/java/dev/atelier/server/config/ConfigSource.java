package dev.atelier.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Where settings come from: command line over environment over file. */
final class ConfigSource {
  private ConfigSource() {}

  /** Every setting of a YAML file under its dotted name; lists stay JSON text. */
  static Map<String, String> file(Path file) {
    var values = new LinkedHashMap<String, String>();
    flatten("", read(file), values::put);
    values.keySet().forEach(name -> requireKnown(name, file.toString()));
    return values;
  }

  /** Every known setting among these environment variables. */
  static Map<String, String> environment(Map<String, String> variables) {
    var values = new LinkedHashMap<String, String>();
    for (ConfigKey key : ConfigKeys.ALL) {
      given(variables, key.variable())
          .or(() -> key.vendorVariable().flatMap(name -> given(variables, name)))
          .ifPresent(value -> values.put(key.name(), value));
    }
    return values;
  }

  private static Optional<String> given(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  private static void requireKnown(String name, String where) {
    if (ConfigKeys.find(name).isEmpty()) {
      throw new ConfigException(
          where
              + ": unknown setting \""
              + name
              + "\"; did you mean \""
              + ConfigKeys.nearest(name)
              + "\"?");
    }
  }

  private static void flatten(String prefix, JsonNode node, BiConsumer<String, String> sink) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              flatten(
                  prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                  entry.getValue(),
                  sink));
    } else if (!node.isNull() && !node.isMissingNode()) {
      sink.accept(prefix, node.isArray() ? node.toString() : node.asString());
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new YAMLMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException("cannot read the configuration file " + file, e);
    } catch (JacksonException e) {
      throw new ConfigException(file + " is not YAML: " + e.getOriginalMessage(), e);
    }
  }
}
