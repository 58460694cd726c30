package dev.atelier.benchmarks.gateway;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What to measure, and where.
 *
 * @param sources where the programs in C lie
 * @param directory for all that is built or written; on a real disk, since results are forced to it
 * @param seconds of load for each figure
 * @param warmUp seconds of load on the server for each scenario, before the first round
 */
record Options(
    Path sources,
    Path directory,
    List<Scenario> scenarios,
    int rounds,
    int seconds,
    int warmUp,
    List<String> javaOptions) {

  /** Reads {@code --name value} pairs. */
  static Options of(String[] words) {
    Map<String, String> given = pairs(words);
    var options =
        new Options(
            Path.of(take(given, "sources", "benchmarks/src/main/c")),
            Path.of(take(given, "directory", "benchmarks/target/gateway")),
            scenarios(take(given, "scenarios", "all")),
            Integer.parseInt(take(given, "rounds", "5")),
            Integer.parseInt(take(given, "seconds", "4")),
            Integer.parseInt(take(given, "warm-up", "25")),
            List.of(take(given, "java-options", "-Xmx256m").split(" ")));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return options;
  }

  private static Map<String, String> pairs(String[] words) {
    var pairs = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      pairs.put(words[i].replaceFirst("^--", ""), words[i + 1]);
    }
    return pairs;
  }

  private static String take(Map<String, String> given, String name, String fallback) {
    String value = given.remove(name);
    return value == null ? fallback : value;
  }

  private static List<Scenario> scenarios(String words) {
    return words.equals("all")
        ? List.of(Scenario.values())
        : Stream.of(words.split(",")).map(Scenario::of).toList();
  }
}
