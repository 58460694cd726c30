package dev.atelier.simulation;

import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.provider.AttemptOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A defect put in on purpose, to see that the rules find it. */
@FunctionalInterface
interface Sabotage {
  /** Everything works as written. */
  Sabotage NONE = tx -> tx;

  /** The transaction as the code under test gets it. */
  Tx of(Tx tx);

  /** The settings as the code under test gets them. */
  default GatewaySettings of(GatewaySettings settings) {
    return settings;
  }

  /** How a call ended, as the code under test is told. */
  default AttemptOutcome of(AttemptOutcome outcome) {
    return outcome;
  }

  /** Settings are changed. */
  static Sabotage configuring(UnaryOperator<GatewaySettings> change) {
    return new Sabotage() {
      @Override
      public Tx of(Tx tx) {
        return tx;
      }

      @Override
      public GatewaySettings of(GatewaySettings settings) {
        return change.apply(settings);
      }
    };
  }

  /** Outcomes are changed between the upstream and the code under test. */
  static Sabotage reporting(UnaryOperator<AttemptOutcome> change) {
    return new Sabotage() {
      @Override
      public Tx of(Tx tx) {
        return tx;
      }

      @Override
      public AttemptOutcome of(AttemptOutcome outcome) {
        return change.apply(outcome);
      }
    };
  }

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
    public Instant now() {
      return tx.now();
    }

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
    public <T> Optional<T> firstShared(
        String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return tx.firstShared(table, changed == null ? sql : changed, mapper, args);
    }

    @Override
    public void add(Sums sums, List<Object> key, long... amounts) {
      tx.add(sums, key, amounts);
    }

    @Override
    public void afterCommit(Runnable action) {
      tx.afterCommit(action);
    }
  }
}
