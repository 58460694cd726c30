package dev.atelier.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of orders, one JSON object on each line. */
final class PromptFile {
  private static final Set<String> OWN = Set.of("prompt", "output", "images", "mask");

  private PromptFile() {}

  static List<ImageOrder> read(Path file, ImageDefaults defaults) {
    try {
      var orders = new ArrayList<ImageOrder>();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          orders.add(order(file, number, line, defaults));
        }
      }
      return orders;
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + file);
    }
  }

  private static ImageOrder order(Path file, int number, String line, ImageDefaults defaults) {
    try {
      JsonNode node = JsonMapper.shared().readTree(line);
      if (!node.path("prompt").isString()) {
        throw new CommandException(ExitCode.USAGE, file + ":" + number + ": no \"prompt\"");
      }
      Map<String, Object> fields = new HashMap<>(defaults.fields());
      for (var entry : node.properties()) {
        if (!OWN.contains(entry.getKey())) {
          fields.put(
              entry.getKey(), JsonMapper.shared().treeToValue(entry.getValue(), Object.class));
        }
      }
      var images = new ArrayList<Path>();
      node.path("images").forEach(image -> images.add(Path.of(image.asString())));
      Optional<Path> mask =
          node.path("mask").isString()
              ? Optional.of(Path.of(node.path("mask").asString()))
              : Optional.empty();
      return new ImageOrder(
          node.path("prompt").asString(),
          fields,
          images,
          mask,
          defaults.directory().resolve(name(node, number, fields)));
    } catch (JacksonException e) {
      throw new CommandException(ExitCode.USAGE, file + ":" + number + ": not JSON");
    }
  }

  private static String name(JsonNode node, int number, Map<String, Object> fields) {
    return node.path("output").isString()
        ? node.path("output").asString()
        : "%04d.%s".formatted(number, fields.getOrDefault("output_format", "png"));
  }
}
