package dev.atelier.server.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request of the command line.
 *
 * @param fields of the Images API, but for prompt and pictures
 * @param output where the first picture goes; further ones get a number before the ending
 */
record ImageOrder(
    String prompt,
    Map<String, Object> fields,
    List<Path> images,
    Optional<Path> mask,
    Path output) {
  ImageOrder {
    images = List.copyOf(images);
    fields = Map.copyOf(fields);
  }

  /** {@code apples.png}, {@code apples-2.png}, … */
  Path file(int index) {
    if (index == 0) {
      return output;
    }
    String name = output.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String numbered =
        dot < 0
            ? name + "-" + (index + 1)
            : name.substring(0, dot) + "-" + (index + 1) + name.substring(dot);
    return output.resolveSibling(numbered);
  }
}
