package dev.atelier.providers.sandbox.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads this package's data files: lines of columns separated by {@code |}. */
final class Table {
  private Table() {}

  static List<List<String>> rows(String name) {
    var in = Table.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("missing resource " + name);
    }
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split("\\|", -1)))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The words of a cell, separated by commas. */
  static List<String> words(String cell) {
    return Arrays.stream(cell.split(",")).map(String::trim).filter(w -> !w.isEmpty()).toList();
  }
}
