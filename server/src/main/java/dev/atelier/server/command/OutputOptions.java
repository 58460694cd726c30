package dev.atelier.server.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Prints for people, or as JSON with {@code --json}. */
final class OutputOptions {
  @Option(names = "--json", description = "print JSON")
  private boolean json;

  boolean json() {
    return json;
  }

  /** A table whose columns are the keys of its first row. */
  void rows(List<Map<String, Object>> rows) {
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(rows));
    } else if (rows.isEmpty()) {
      System.out.println("none");
    } else {
      table(rows);
    }
  }

  /** One thing, a field on each line. */
  void fields(Map<String, Object> fields) {
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(fields));
    } else {
      fields.forEach((name, value) -> System.out.printf("%-14s %s%n", name, value));
    }
  }

  /** A new secret; without {@code --json} its only line on standard output, ready for a pipe. */
  void secret(String secret, Map<String, Object> about) {
    if (json) {
      var all = new LinkedHashMap<String, Object>();
      all.put("secret", secret);
      all.putAll(about);
      fields(all);
    } else {
      System.err.println("Shown only now; id " + about.get("id") + ".");
      System.out.println(secret);
    }
  }

  private static void table(List<Map<String, Object>> rows) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String column : rows.getFirst().keySet()) {
      int widest =
          rows.stream().mapToInt(row -> String.valueOf(row.get(column)).length()).max().orElse(0);
      widths.put(column, Math.max(widest, column.length()));
    }
    System.out.println(line(widths, column -> column));
    rows.forEach(
        row -> System.out.println(line(widths, column -> String.valueOf(row.get(column)))));
  }

  private static String line(
      Map<String, Integer> widths, java.util.function.UnaryOperator<String> cell) {
    return widths.entrySet().stream()
        .map(entry ->
            cell.apply(entry.getKey())
                + " ".repeat(entry.getValue()).substring(cell.apply(entry.getKey()).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
