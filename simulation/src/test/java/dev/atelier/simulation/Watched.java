package dev.atelier.simulation;

import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices whether a transaction changed anything that a rule is about. */
final class Watched extends ForwardingTx {
  /** The list of nodes, and what they tell each other of accounts and limits. */
  private static final List<String> UNRULED =
      List.of(
          "INSERT INTO node ",
          "DELETE FROM node ",
          "INSERT INTO limit_use ",
          "DELETE FROM limit_use ",
          "INSERT INTO account_",
          "UPDATE account_");

  private static final String TAKE_SLOT = "UPDATE account_slot SET attempt = ?, job = ?";

  private boolean changed;
  private boolean slotTaken;

  Watched(Tx tx) {
    super(tx);
  }

  boolean changed() {
    return changed;
  }

  /** Whether it found a slot taken that was thought to be free. */
  boolean slotTaken() {
    return slotTaken;
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    int rows = super.update(sql, args);
    changed |= rows > 0 && UNRULED.stream().noneMatch(sql::startsWith);
    slotTaken |= rows == 0 && sql.startsWith(TAKE_SLOT);
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
