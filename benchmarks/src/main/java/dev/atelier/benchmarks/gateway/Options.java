package dev.atelier.benchmarks.gateway;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure, and where.
 *
 * @param sources where the programs in C lie
 * @param directory for all that is built or written; on a real disk, since results are forced to it
 * @param seconds of load for each figure
 * @param warmUp seconds of load for each scenario on those that compile themselves, before the
 *     first round
 * @param sameImage whether the upstream sends one picture over and over
 */
record Options(
    Path sources,
    Path directory,
    Set<PeerKind> peers,
    List<Scenario> scenarios,
    boolean sameImage,
    int rounds,
    int seconds,
    int warmUp,
    List<String> javaOptions) {

  private static final String SAME_IMAGE = "--same-image";

  Options {
    if (!peers.contains(PeerKind.OURS)) {
      throw new IllegalArgumentException("--peers must have ours: others are compared with it");
    }
    peers = Set.copyOf(peers);
    scenarios = List.copyOf(scenarios);
    javaOptions = List.copyOf(javaOptions);
  }

  /** Reads {@code --name value} pairs, and {@code --same-image}, which has no value. */
  static Options of(String[] words) {
    Map<String, String> given =
        pairs(Stream.of(words).filter(word -> !word.equals(SAME_IMAGE)).toArray(String[]::new));
    var options =
        new Options(
            Path.of(take(given, "sources", "benchmarks/src/main/c")),
            Path.of(take(given, "directory", "benchmarks/target/gateway")),
            peers(take(given, "peers", "nginx,ours,spring,portkey")),
            scenarios(take(given, "scenarios", "all")),
            List.of(words).contains(SAME_IMAGE),
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
    if (words.length % 2 != 0) {
      throw new IllegalArgumentException("without a value: " + words[words.length - 1]);
    }
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i].replaceFirst("^--", ""), words[i + 1]);
    }
    return pairs;
  }

  private static String take(Map<String, String> given, String name, String fallback) {
    String value = given.remove(name);
    return value == null ? fallback : value;
  }

  private static Set<PeerKind> peers(String words) {
    return Stream.of(words.split(",")).map(PeerKind::of).collect(Collectors.toSet());
  }

  private static List<Scenario> scenarios(String words) {
    return words.equals("all")
        ? Scenario.ALL
        : Stream.of(words.split(","))
            .flatMap(word -> Scenario.beginningWith(word).stream())
            .distinct()
            .toList();
  }
}
