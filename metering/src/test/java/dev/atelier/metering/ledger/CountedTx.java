package dev.atelier.metering.ledger;

import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the statements of a transaction. */
final class CountedTx extends ForwardingTx {
  private int statements;

  CountedTx(Tx tx) {
    super(tx);
  }

  int statements() {
    return statements;
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    statements++;
    return super.update(sql, args);
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return super.list(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return super.first(sql, mapper, args);
  }

  @Override
  public <T> Optional<T> firstShared(
      String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
    statements++;
    return super.firstShared(table, sql, mapper, args);
  }
}
