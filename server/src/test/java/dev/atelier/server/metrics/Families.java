package dev.atelier.server.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics by name with their type and the names of their labels: exported, and documented. */
final class Families {
  static final Path DOCS = Path.of("..", "docs");

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SERIES = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(atelier_[a-z_]+)` \\| ([a-z]+) \\|([^|]*)\\| [^|]+ \\| [^|]+ \\| [^|]+\\? \\|");
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");
  private static final Set<String> PARTS = Set.of("_bucket", "_sum", "_count");

  private Families() {}

  /** What is known of one metric. */
  record Family(String type, Set<String> labels) {}

  /** Ours and Micrometer's; a histogram's maximum belongs to it. */
  static Map<String, Family> exported(String scrape) {
    var types = new TreeMap<String, String>();
    var labels = new TreeMap<String, Set<String>>();
    for (String line : scrape.lines().toList()) {
      var type = TYPE.matcher(line);
      var series = SERIES.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (series.matches()) {
        labels
            .computeIfAbsent(family(series.group(1), types), _ -> new TreeSet<>())
            .addAll(labels(series.group(2)));
      }
    }
    types.keySet().removeIf(name -> name.endsWith("_max") && types.containsKey(base(name, "_max")));
    var all = new TreeMap<String, Family>();
    types.forEach(
        (name, type) -> all.put(name, new Family(type, labels.getOrDefault(name, Set.of()))));
    return all;
  }

  private static String family(String series, Map<String, String> types) {
    return PARTS.stream()
        .filter(part -> series.endsWith(part) && types.containsKey(base(series, part)))
        .map(part -> base(series, part))
        .findFirst()
        .orElse(series);
  }

  /** The metric that a series belongs to, if it is a part of one. */
  static String base(String series, String suffix) {
    return series.endsWith(suffix)
        ? series.substring(0, series.length() - suffix.length())
        : series;
  }

  private static Set<String> labels(String text) {
    return text == null
        ? Set.of()
        : LABEL
            .matcher(text)
            .results()
            .map(found -> found.group(1))
            .filter(one -> !one.equals("le"))
            .collect(Collectors.toSet());
  }

  /** The rows of docs/metrics.md. */
  static Map<String, Family> documented() {
    return read("metrics.md")
        .lines()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row ->
                    new Family(
                        row.group(2),
                        CODE.matcher(row.group(3))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .collect(Collectors.toCollection(TreeSet::new))),
                (one, _) -> {
                  throw new IllegalStateException("two rows for one metric: " + one);
                },
                TreeMap::new));
  }

  static String read(String... file) {
    try {
      return Files.readString(Arrays.stream(file).reduce(DOCS, Path::resolve, (one, _) -> one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
