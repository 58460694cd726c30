package dev.atelier.simulation;

import dev.atelier.database.ForwardingTx;
import dev.atelier.database.Tx;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.provider.AttemptOutcome;
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

  /** The same where it matters whose transaction it is. */
  default Tx of(Node node, Tx tx) {
    return of(tx);
  }

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
  final class Rewriting extends ForwardingTx {
    private final Rewrite rewrite;

    Rewriting(Tx tx, Rewrite rewrite) {
      super(tx);
      this.rewrite = rewrite;
    }

    @Override
    public int update(String sql, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return changed == null ? 1 : super.update(changed, args);
    }

    @Override
    public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      return super.list(rewritten(sql, args), mapper, args);
    }

    @Override
    public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
      return super.first(rewritten(sql, args), mapper, args);
    }

    @Override
    public <T> Optional<T> firstShared(
        String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
      return super.firstShared(table, rewritten(sql, args), mapper, args);
    }

    private String rewritten(String sql, @Nullable Object... args) {
      String changed = rewrite.of(sql, args);
      return changed == null ? sql : changed;
    }
  }
}
