package dev.atelier.simulation;

import dev.atelier.database.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A defect put in on purpose, to see that the rules find it. */
@FunctionalInterface
interface Sabotage {
  /** Everything works as written. */
  Sabotage NONE = tx -> tx;

  /** The transaction as the code under test gets it. */
  Tx of(Tx tx);

  /** Statements are changed on their way; {@code null} means: not executed, and one row claimed. */
  static Sabotage rewriting(Rewrite rewrite) {
    return tx -> new Rewriting(tx, rewrite);
  }

  /** What becomes of a statement. */
  @FunctionalInterface
  interface Rewrite {
    @Nullable String of(String sql, @Nullable Object[] args);
  }

  /** Passes statements on, changed. */
  record Rewriting(Tx tx, Rewrite rewrite) implements Tx {
    @Override
    public int update(String sql, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return changed == null ? 1 : tx.update(changed, args);
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return tx.list(changed == null ? sql : changed, mapper, args);
    }

    @Override
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return tx.first(changed == null ? sql : changed, mapper, args);
    }

    @Override
    public void afterCommit(Runnable action) {
      tx.afterCommit(action);
    }
  }
}
