package dev.atelier.database;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of sums: rows with a key, and amounts that are only ever added to. See {@link Tx#add}.
 *
 * @param table its name, which no other table's name contains
 * @param key the columns of its primary key
 * @param amounts its other columns, all of them whole numbers
 */
public record Sums(String table, List<String> key, List<String> amounts) {

  public Sums {
    if (key.isEmpty() || amounts.isEmpty()) {
      throw new IllegalArgumentException("sums have a key and amounts: " + table);
    }
    key = List.copyOf(key);
    amounts = List.copyOf(amounts);
  }

  /** What an {@code INSERT} of rows ends with that are added to those that are there. */
  public String adding() {
    String added =
        amounts.stream()
            .map(name -> "%s = %s.%s + excluded.%s".formatted(name, table, name, name))
            .collect(Collectors.joining(", "));
    return "ON CONFLICT (%s) DO UPDATE SET %s".formatted(String.join(", ", key), added);
  }

  /** Adds to one row, or makes it; the arguments are the key and the amounts. */
  String sql() {
    String columns =
        Stream.concat(key.stream(), amounts.stream()).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(key.size() + amounts.size(), "?"));
    return "INSERT INTO %s (%s) VALUES (%s) %s".formatted(table, columns, marks, adding());
  }
}
