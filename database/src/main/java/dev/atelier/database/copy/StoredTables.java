package dev.atelier.database.copy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The tables of an embedded database, each after those that it refers to. */
final class StoredTables {
  private static final String NAMES =
      """
      SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name NOT LIKE 'flyway%' ORDER BY name
      """;

  private StoredTables() {}

  /**
   * @throws StoreCopyException if a column is of a kind that is not known, or tables refer to each
   *     other in a circle
   */
  static List<StoredTable> of(Connection sqlite, CopyRules rules) throws SQLException {
    var tables = new ArrayList<StoredTable>();
    for (String name : texts(sqlite, NAMES)) {
      if (!rules.left().contains(name)) {
        tables.add(table(sqlite, name, rules));
      }
    }
    return parentsFirst(tables);
  }

  private static StoredTable table(Connection sqlite, String name, CopyRules rules)
      throws SQLException {
    var columns = new ArrayList<StoredColumn>();
    var keyed = new TreeMap<Integer, String>();
    Set<String> emptied = rules.emptied().getOrDefault(name, Set.of());
    try (PreparedStatement asked =
        sqlite.prepareStatement("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid")) {
      asked.setString(1, name);
      try (ResultSet found = asked.executeQuery()) {
        while (found.next()) {
          String column = found.getString("name");
          columns.add(
              new StoredColumn(
                  column,
                  text(name + "." + column, found.getString("type")),
                  emptied.contains(column)));
          if (found.getInt("pk") > 0) {
            keyed.put(found.getInt("pk"), column);
          }
        }
      }
    }
    boolean key = !keyed.isEmpty();
    return new StoredTable(
        name,
        columns,
        key ? List.copyOf(keyed.values()) : columns.stream().map(StoredColumn::name).toList(),
        key,
        new HashSet<>(
            texts(sqlite, "SELECT \"table\" FROM pragma_foreign_key_list('" + name + "')")),
        rules.counters().contains(name));
  }

  private static boolean text(String column, String type) {
    return switch (type) {
      case "TEXT" -> true;
      case "BIGINT", "INTEGER", "SMALLINT" -> false;
      default -> throw new StoreCopyException(column + " is of the unknown type " + type);
    };
  }

  private static List<String> texts(Connection sqlite, String sql) throws SQLException {
    var texts = new ArrayList<String>();
    try (var statement = sqlite.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }

  private static List<StoredTable> parentsFirst(List<StoredTable> tables) {
    var left = new ArrayList<>(tables);
    left.sort(Comparator.comparing(StoredTable::name));
    var sorted = new ArrayList<StoredTable>();
    while (!left.isEmpty()) {
      Set<String> open = new HashSet<>();
      left.forEach(table -> open.add(table.name()));
      StoredTable next =
          left.stream()
              .filter(table ->
                  table.parents().stream()
                      .allMatch(parent -> parent.equals(table.name()) || !open.contains(parent)))
              .findFirst()
              .orElseThrow(() -> new StoreCopyException("tables refer to each other: " + open));
      left.remove(next);
      sorted.add(next);
    }
    return sorted;
  }
}
