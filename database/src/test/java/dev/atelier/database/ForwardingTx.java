package dev.atelier.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another transaction; for those who watch it or change some of it. */
public abstract class ForwardingTx implements Tx {
  private final Tx tx;

  protected ForwardingTx(Tx tx) {
    this.tx = tx;
  }

  @Override
  public Instant now() {
    return tx.now();
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    return tx.update(sql, args);
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return tx.list(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return tx.first(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> firstShared(
      String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return tx.firstShared(table, sql, mapper, args);
  }

  @Override
  public void add(Sums sums, List<Object> key, long... amounts) {
    tx.add(sums, key, amounts);
  }

  @Override
  public void lock(String name) {
    tx.lock(name);
  }

  @Override
  public void afterCommit(Runnable action) {
    tx.afterCommit(action);
  }
}
