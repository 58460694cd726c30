package dev.atelier.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One transaction. Arguments bind in order to {@code ?}: String, Long, Integer, Double, Boolean (as
 * 0/1), {@link java.time.Instant} (as epoch milliseconds), UUID (as text), null, and {@link
 * Optional} of these. Texts have no NUL, which PostgreSQL cannot store: U+FFFD stands for it.
 */
public interface Tx {

  /**
   * The database's time, the same throughout this body; whole milliseconds, as rows store them.
   * What several processes compare, such as the end of a lease, is told by this clock and no other.
   * An embedded database has the clock of its process, a server its own.
   */
  Instant now();

  /** Changes rows and returns how many. */
  int update(String sql, @org.jspecify.annotations.Nullable Object... args);

  /**
   * Changes so many rows, at the latest with the commit: a server is sent all such changes of one
   * text together. What this transaction reads afterwards is as if they were made at once. Only for
   * rows that no other change which is put off depends on.
   *
   * @param otherwise what is thrown, now or by whoever runs the transaction, where they are not so
   *     many; nothing of the transaction is committed then
   */
  default void expect(
      int rows,
      Supplier<RuntimeException> otherwise,
      String sql,
      @org.jspecify.annotations.Nullable Object... args) {
    if (update(sql, args) != rows) {
      throw otherwise.get();
    }
  }

  <T> List<T> list(
      String sql, RowMapper<T> mapper, @org.jspecify.annotations.Nullable Object... args);

  /** The first row, if there is one. */
  <T> Optional<T> first(
      String sql, RowMapper<T> mapper, @org.jspecify.annotations.Nullable Object... args);

  /**
   * The same for a setting that many look up alike: asked once for all bodies of one commit, unless
   * one of them changes the table.
   *
   * @param table the only table that the query reads, named in it and changed by no trigger
   */
  <T> Optional<T> firstShared(
      String table,
      String sql,
      RowMapper<T> mapper,
      @org.jspecify.annotations.Nullable Object... args);

  /**
   * Adds to a row of sums, which is made where it is missing. It is written once for all that one
   * commit adds to it: before a later statement that names the table, or else at the end.
   *
   * @param key Strings or whole numbers, in the order of the key's columns
   * @param amounts what is added to each other column
   */
  void add(Sums sums, List<Object> key, long... amounts);

  /**
   * Waits until no other transaction that has said the same name goes on, and has others wait for
   * the end of this one: where there is no row to lock yet. Nothing where one writes at a time.
   */
  void lock(String name);

  /** Runs once the commit is on disk, on the committing thread: quick, no SQL, must not throw. */
  void afterCommit(Runnable action);

  /** Reads one row. */
  @FunctionalInterface
  interface RowMapper<T> {
    T map(Row row);
  }
}
