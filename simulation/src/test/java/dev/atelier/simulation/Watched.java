package dev.atelier.simulation;

import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices whether a transaction changed anything. */
final class Watched extends ForwardingTx {
  private boolean changed;

  Watched(Tx tx) {
    super(tx);
  }

  boolean changed() {
    return changed;
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    int rows = super.update(sql, args);
    changed |= rows > 0;
    return rows;
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    List<T> rows = super.list(sql, mapper, args);
    changed |= !rows.isEmpty() && !sql.startsWith("SELECT");
    return rows;
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    Optional<T> row = super.first(sql, mapper, args);
    changed |= row.isPresent() && !sql.startsWith("SELECT");
    return row;
  }

  @Override
  public void add(Sums sums, List<Object> key, long... amounts) {
    changed = true;
    super.add(sums, key, amounts);
  }
}
