package dev.atelier.simulation;

import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices whether a transaction changed anything. */
final class Watched implements Tx {
  private final Tx tx;
  private boolean changed;

  Watched(Tx tx) {
    this.tx = tx;
  }

  boolean changed() {
    return changed;
  }

  @Override
  public Instant now() {
    return tx.now();
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    int rows = tx.update(sql, args);
    changed |= rows > 0;
    return rows;
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    List<T> rows = tx.list(sql, mapper, args);
    changed |= !rows.isEmpty() && !sql.startsWith("SELECT");
    return rows;
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    Optional<T> row = tx.first(sql, mapper, args);
    changed |= row.isPresent() && !sql.startsWith("SELECT");
    return row;
  }

  @Override
  public <T> Optional<T> firstShared(
      String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return tx.firstShared(table, sql, mapper, args);
  }

  @Override
  public void add(Sums sums, List<Object> key, long... amounts) {
    changed = true;
    tx.add(sums, key, amounts);
  }

  @Override
  public void afterCommit(Runnable action) {
    tx.afterCommit(action);
  }
}
