package dev.atelier.database.copy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table that both stores have.
 *
 * @param key columns that tell its rows apart; all of them where it has no primary key
 * @param keyed whether that is its primary key
 * @param parents tables that its rows refer to
 * @param counter whether its rows are added up
 */
record StoredTable(
    String name,
    List<StoredColumn> columns,
    List<String> key,
    boolean keyed,
    Set<String> parents,
    boolean counter) {
  StoredTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    parents = Set.copyOf(parents);
  }

  /** Where in a row the key's columns are, in the key's order. */
  int[] keyPositions() {
    List<String> names = columns.stream().map(StoredColumn::name).toList();
    return key.stream().mapToInt(names::indexOf).toArray();
  }

  /** Where the others are. */
  int[] restPositions() {
    return IntStream.range(0, columns.size())
        .filter(i -> !key.contains(columns.get(i).name()))
        .toArray();
  }

  /** Every row, in the order of the key. */
  String select() {
    String order =
        key.stream()
            .map(name -> keyed ? quoted(name) : quoted(name) + " NULLS FIRST")
            .collect(Collectors.joining(", "));
    return "SELECT " + columnList() + " FROM " + quoted(name) + " ORDER BY " + order;
  }

  String insert() {
    String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO " + quoted(name) + " (" + columnList() + ") VALUES (" + marks + ")";
  }

  /** Changes what is not the key, which comes last. */
  String update() {
    String changes =
        IntStream.of(restPositions())
            .mapToObj(i -> quoted(columns.get(i).name()) + " = ?")
            .collect(Collectors.joining(", "));
    return "UPDATE " + quoted(name) + " SET " + changes + where();
  }

  String delete() {
    return "DELETE FROM " + quoted(name) + where();
  }

  private String where() {
    String same = keyed ? "%s = ?" : "%s IS NOT DISTINCT FROM ?";
    return key.stream()
        .map(column -> same.formatted(quoted(column)))
        .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  private String columnList() {
    return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
  }

  static String quoted(String name) {
    return '"' + name + '"';
  }
}
