package dev.atelier.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One transaction over one connection, for the thread that made it and until it ends. After a
 * statement has failed it takes no other: PostgreSQL would not either.
 */
final class JdbcTx implements Tx {
  private final Statements statements;
  private final PendingSums sums;
  private final SharedReads shared;
  private final Optional<PendingUpdates> updates;
  private final StoreRules rules;
  private final boolean readOnly;
  private final StoreClock clock;
  private final Thread owner = Thread.currentThread();
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable Instant now;
  private @Nullable RuntimeException failure;
  private boolean ended;

  /**
   * @param updates where changes wait whose count is known; empty where each is made at once
   * @param clock asked once, when the time is asked for first
   */
  JdbcTx(
      Statements statements,
      PendingSums sums,
      SharedReads shared,
      Optional<PendingUpdates> updates,
      StoreRules rules,
      boolean readOnly,
      StoreClock clock) {
    this.statements = statements;
    this.sums = sums;
    this.shared = shared;
    this.updates = updates;
    this.rules = rules;
    this.readOnly = readOnly;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    Instant known = now;
    if (known == null) {
      known = guarded("the time", clock::now).truncatedTo(ChronoUnit.MILLIS);
      now = known;
    }
    return known;
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    refuseWhenReadOnly();
    return run(sql, prepared -> prepared.update(args));
  }

  @Override
  public void expect(
      int rows, Supplier<RuntimeException> otherwise, String sql, @Nullable Object... args) {
    refuseWhenOver();
    refuseWhenReadOnly();
    if (updates.isPresent()) {
      shared.changing(sql);
      updates.get().add(rows, otherwise, sql, args);
    } else {
      Tx.super.expect(rows, otherwise, sql, args);
    }
  }

  /** Makes the changes that wait. */
  void writeUpdates() {
    guarded(
        "updates",
        () -> {
          writeUpdatesBefore(PendingUpdates::write);
          return true;
        });
  }

  /** One that finds other rows than it expected ends the transaction, whoever catches it. */
  private void writeUpdatesBefore(Written written) throws SQLException {
    if (updates.isPresent()) {
      try {
        written.write(updates.get());
      } catch (RuntimeException unexpected) {
        failure = unexpected;
        throw unexpected;
      }
    }
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return run(
        sql,
        prepared -> {
          try (ResultSet result = prepared.query(args)) {
            var row = new JdbcRow(result, prepared.columns(result));
            var rows = new ArrayList<T>();
            while (result.next()) {
              rows.add(mapper.map(row));
            }
            return rows;
          }
        });
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return run(
        sql,
        prepared -> {
          try (ResultSet result = prepared.query(args)) {
            var row = new JdbcRow(result, prepared.columns(result));
            return result.next() ? Optional.of(mapper.map(row)) : Optional.<T>empty();
          }
        });
  }

  @Override
  public <T> Optional<T> firstShared(
      String table, String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return readOnly
        ? first(sql, mapper, args)
        : shared.first(table, sql, args, () -> first(sql, mapper, args));
  }

  @Override
  public void add(Sums to, List<Object> key, long... amounts) {
    refuseWhenOver();
    refuseWhenReadOnly();
    sums.add(to, key, amounts);
  }

  @Override
  public void lock(String name) {
    refuseWhenReadOnly();
    guarded(
        name,
        () -> {
          rules.lock(statements, name);
          return name;
        });
  }

  @Override
  public void afterCommit(Runnable action) {
    refuseWhenOver();
    refuseWhenReadOnly();
    actions.add(action);
  }

  /** What is to run after the commit, in order. */
  List<Runnable> actions() {
    return actions;
  }

  /** The first statement's failure, if one failed; the transaction cannot be committed then. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the database itself failed, so that the whole commit is lost. */
  boolean lost() {
    return failure instanceof DatabaseUnavailableException;
  }

  void end() {
    ended = true;
  }

  private <T> T run(String sql, Statements.Use<T> use) {
    return guarded(
        sql,
        () -> {
          writeUpdatesBefore(waiting -> waiting.before(sql));
          sums.before(sql);
          if (!readOnly && !sql.startsWith("SELECT")) {
            shared.changing(sql);
          }
          return statements.use(sql, use);
        });
  }

  private <T> T guarded(String what, Asked<T> asked) {
    refuseWhenOver();
    try {
      return asked.ask();
    } catch (SQLException cause) {
      RuntimeException told = rules.failure(what, cause);
      failure = told;
      throw told;
    }
  }

  private void refuseWhenOver() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    if (!Thread.currentThread().equals(owner)) {
      throw new IllegalStateException("a transaction belongs to the thread that runs its body");
    }
    if (failure != null) {
      throw new IllegalStateException("an earlier statement of the transaction failed", failure);
    }
  }

  private void refuseWhenReadOnly() {
    if (readOnly) {
      throw new IllegalStateException("a read must not change anything");
    }
  }

  /** Something that the database is asked. */
  private interface Asked<T> {
    T ask() throws SQLException;
  }

  /** Some of the changes that wait, written. */
  private interface Written {
    void write(PendingUpdates updates) throws SQLException;
  }

  /** The database's time. */
  interface StoreClock {
    Instant now() throws SQLException;
  }
}
