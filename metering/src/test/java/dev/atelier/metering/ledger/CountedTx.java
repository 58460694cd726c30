package dev.atelier.metering.ledger;

import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the statements of a transaction. */
final class CountedTx implements Tx {
  private final Tx tx;
  private int statements;

  CountedTx(Tx tx) {
    this.tx = tx;
  }

  int statements() {
    return statements;
  }

  @Override
  public Instant now() {
    return tx.now();
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    statements++;
    return tx.update(sql, args);
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return tx.list(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return tx.first(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> firstShared(
      String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return tx.firstShared(table, sql, mapper, args);
  }

  @Override
  public void add(Sums sums, List<Object> key, long... amounts) {
    statements++;
    tx.add(sums, key, amounts);
  }

  @Override
  public void afterCommit(Runnable action) {
    tx.afterCommit(action);
  }
}
