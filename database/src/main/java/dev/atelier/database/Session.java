package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One connection to SQLite with its prepared statements, and the words that steer a transaction.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Statements statements;
  private final PendingSums sums;
  private final SharedReads shared = new SharedReads();
  private final InstantSource clock;

  /**
   * @param clock the database's time
   */
  Session(Connection connection, int statementsMax, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
    this.statements = new Statements(connection, statementsMax, SqliteRules.INSTANCE);
    this.sums = new PendingSums(statements);
  }

  JdbcTx writing() {
    return transaction(false);
  }

  JdbcTx reading() {
    return transaction(true);
  }

  private JdbcTx transaction(boolean readOnly) {
    Instant now = clock.instant();
    return new JdbcTx(
        statements, sums, shared, Optional.empty(), SqliteRules.INSTANCE, readOnly, () -> now);
  }

  /** Runs one of our own fixed words, such as {@code COMMIT}. */
  void execute(String word) throws SQLException {
    int _ = statements.use(word, Prepared::update);
  }

  /** A body of the commit in progress has ended well. */
  void bodyEnded() {
    sums.bodyEnded();
  }

  /** A body of the commit in progress was rolled back. */
  void bodyRolledBack() {
    sums.bodyRolledBack();
    shared.forget();
  }

  /** Commits what is open, with all that was added to sums. */
  void commit() throws SQLException {
    sums.write();
    shared.forget();
    execute("COMMIT");
  }

  /** Rolls back whatever is open; a failed statement may have done so already. */
  void rollBack() throws SQLException {
    sums.forget();
    shared.forget();
    try {
      execute("ROLLBACK");
    } catch (SQLException failure) {
      if (!String.valueOf(failure.getMessage()).contains("no transaction is active")) {
        throw failure;
      }
    }
  }

  /** Runs a PRAGMA, which takes effect when it is prepared and is therefore never cached. */
  void pragma(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA " + text);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      statements.close();
    }
  }
}
