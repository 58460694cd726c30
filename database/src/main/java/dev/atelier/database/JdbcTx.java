package dev.atelier.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction over one connection, for the thread that made it and until it ends. After a
 * statement has failed it takes no other: PostgreSQL would not either.
 */
final class JdbcTx implements Tx {
  private final Statements statements;
  private final PendingSums sums;
  private final SharedReads shared;
  private final boolean readOnly;
  private final Instant now;
  private final Thread owner = Thread.currentThread();
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private boolean ended;

  JdbcTx(
      Statements statements, PendingSums sums, SharedReads shared, boolean readOnly, Instant now) {
    this.statements = statements;
    this.sums = sums;
    this.shared = shared;
    this.readOnly = readOnly;
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    refuseWhenReadOnly();
    return run(sql, prepared -> prepared.update(args));
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
    refuseWhenOver();
    try {
      sums.before(sql);
      if (!readOnly && !sql.startsWith("SELECT")) {
        shared.changing(sql);
      }
      return statements.use(sql, use);
    } catch (SQLException cause) {
      failure = told(sql, cause);
      throw failure;
    }
  }

  private static RuntimeException told(String sql, SQLException cause) {
    return SqliteErrors.ofStatement(cause)
        ? new StatementFailedException(sql, cause)
        : new DatabaseUnavailableException("the database failed: " + cause.getMessage(), cause);
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
}
