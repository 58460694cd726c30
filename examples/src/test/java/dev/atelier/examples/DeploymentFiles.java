package dev.atelier.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of {@code deploy}, and what they say. */
final class DeploymentFiles {
  /** The project's root. */
  static final Path ROOT = ExampleProgram.HERE.resolveSibling("");

  private static final Pattern SETTING = Pattern.compile("(?m)^([A-Za-z]+)=(.*)$");

  private DeploymentFiles() {}

  static Path path(String name) {
    return ROOT.resolve("deploy").resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of a setting of a unit of systemd, in their order. */
  static List<String> unit(String file, String setting) {
    return SETTING
        .matcher(text(file))
        .results()
        .filter(one -> one.group(1).equals(setting))
        .map(one -> one.group(2))
        .toList();
  }

  /**
   * One instruction of a container file.
   *
   * @param word such as {@code COPY}
   */
  record Instruction(String word, String rest) {}

  /** The instructions of a container file, continued lines joined, without comments. */
  static List<Instruction> container(String file) {
    var all = new ArrayList<Instruction>();
    String lines = text(file).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
    for (String line : lines.split("\n", -1)) {
      Matcher one = Pattern.compile("([A-Z]+) +(.*)").matcher(line);
      if (one.matches()) {
        all.add(new Instruction(one.group(1), one.group(2)));
      } else if (!line.isBlank()) {
        throw new IllegalStateException(line);
      }
    }
    return all;
  }
}
