package dev.atelier.database;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of sums: rows with a key, and amounts that are only ever added to. See {@link Tx#add}.
 *
 * @param table its name, which no other table's name contains
 * @param key the columns of its primary key
 * @param amounts its other columns, at most 64: whole numbers, 0 where nothing else is said
 * @param kept of rows that are all there, and have other columns too: what else is set whenever
 *     something is added, or nothing. Adding to one that is missing is a conflict
 */
public record Sums(String table, List<String> key, List<String> amounts, Optional<String> kept) {

  private static final int AMOUNTS_MAX = 64;

  /** Rows that are made where they are missing. */
  public Sums(String table, List<String> key, List<String> amounts) {
    this(table, key, amounts, Optional.empty());
  }

  public Sums {
    if (key.isEmpty() || amounts.isEmpty() || amounts.size() > AMOUNTS_MAX) {
      throw new IllegalArgumentException("sums have a key and up to 64 amounts: " + table);
    }
    key = List.copyOf(key);
    amounts = List.copyOf(amounts);
  }

  /** What an {@code INSERT} of rows ends with that are added to those that are there. */
  public String adding() {
    return adding(amounts);
  }

  private String adding(List<String> some) {
    String added =
        some.stream()
            .map(name -> "%s = %s.%s + excluded.%s".formatted(name, table, name, name))
            .collect(Collectors.joining(", "));
    return "ON CONFLICT (%s) DO UPDATE SET %s".formatted(String.join(", ", key), added);
  }

  /**
   * Adds some amounts to one row, or makes it; the arguments are the key and these amounts, or of
   * rows that are there these amounts and the key.
   *
   * @param chosen a bit for each, the lowest for the first
   */
  String sql(long chosen) {
    List<String> some =
        IntStream.range(0, amounts.size())
            .filter(i -> (chosen >>> i & 1) != 0)
            .mapToObj(amounts::get)
            .toList();
    if (kept.isPresent()) {
      return update(some, kept.get());
    }
    String columns = Stream.concat(key.stream(), some.stream()).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(key.size() + some.size(), "?"));
    return "INSERT INTO %s (%s) VALUES (%s) %s".formatted(table, columns, marks, adding(some));
  }

  private String update(List<String> some, String also) {
    String added =
        some.stream().map(name -> name + " = " + name + " + ?").collect(Collectors.joining(", "));
    String row = key.stream().map(name -> name + " = ?").collect(Collectors.joining(" AND "));
    return "UPDATE " + table + " SET " + added + also + " WHERE " + row;
  }

  /** Of the name alone, since rows of sums are looked up with each call. */
  @Override
  public int hashCode() {
    return table.hashCode();
  }

  /** As of any record. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sums(var name, var keys, var columns, var also)
        && table.equals(name)
        && key.equals(keys)
        && amounts.equals(columns)
        && kept.equals(also);
  }
}
