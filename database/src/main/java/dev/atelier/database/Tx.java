package dev.atelier.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One transaction. Arguments bind in order to {@code ?}: String, Long, Integer, Double, Boolean (as
 * 0/1), {@link java.time.Instant} (as epoch milliseconds), UUID (as text), null, and {@link
 * Optional} of these.
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

  <T> List<T> list(
      String sql, RowMapper<T> mapper, @org.jspecify.annotations.Nullable Object... args);

  /** The first row, if there is one. */
  <T> Optional<T> first(
      String sql, RowMapper<T> mapper, @org.jspecify.annotations.Nullable Object... args);

  /** Runs once the commit is on disk, on the committing thread: quick, no SQL, must not throw. */
  void afterCommit(Runnable action);

  /** Reads one row. */
  @FunctionalInterface
  interface RowMapper<T> {
    T map(Row row);
  }
}
