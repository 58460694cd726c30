package dev.atelier.database;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which tables a statement names, learnt once for each text; perhaps too many, never too few. */
final class StatementTables {
  private static final int TEXTS_MAX = 2_000;

  /** A list of tables, such as after {@code FROM}, has its aliases and all. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?:FROM|JOIN|INTO|UPDATE|USING)\\s+(\\w+(?:\\s+(?:AS\\s+)?\\w+)?(?:\\s*,\\s*\\w+(?:\\s+(?:AS\\s+)?\\w+)?)*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern WORD = Pattern.compile("\\W+");

  private final Map<String, Set<String>> known = new HashMap<>();

  Set<String> of(String sql) {
    Set<String> tables = known.get(sql);
    if (tables == null) {
      if (known.size() >= TEXTS_MAX) {
        known.clear(); // texts are few unless somebody makes them up
      }
      tables = named(sql);
      known.put(sql, tables);
    }
    return tables;
  }

  private static Set<String> named(String sql) {
    var tables = new HashSet<String>();
    var matcher = NAMED.matcher(sql);
    while (matcher.find()) {
      tables.addAll(Set.of(WORD.split(matcher.group(1).strip())));
    }
    return Set.copyOf(tables);
  }
}
