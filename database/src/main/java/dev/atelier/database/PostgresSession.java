package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to PostgreSQL with its prepared statements. The driver begins a transaction with
 * its first statement, in the same round trip.
 */
final class PostgresSession {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSession.class);

  /** The same throughout a transaction. */
  private static final String NOW =
      "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM now()) * 1000) AS BIGINT) AS now";

  private final Connection connection;
  private final Statements statements;
  private final PendingSums sums;
  private final PendingUpdates updates;
  private final SharedReads shared = new SharedReads();
  private final Optional<InstantSource> clock;

  /** The time of the transaction in progress, which all of its bodies have. */
  private @Nullable Instant now;

  private boolean broken;

  PostgresSession(Connection connection, PostgresOptions options) {
    this.connection = connection;
    this.clock = options.clock();
    this.statements = new Statements(connection, options.statementsMax(), PostgresRules.INSTANCE);
    this.sums = new PendingSums(statements);
    this.updates = new PendingUpdates(statements);
  }

  JdbcTx transaction(boolean readOnly) {
    return new JdbcTx(
        statements,
        sums,
        shared,
        readOnly ? Optional.empty() : Optional.of(updates),
        PostgresRules.INSTANCE,
        readOnly,
        this::now);
  }

  private Instant now() throws SQLException {
    Instant known = now;
    if (known == null) {
      known = clock.isPresent() ? clock.get().instant() : askedNow();
      now = known;
    }
    return known;
  }

  private Instant askedNow() throws SQLException {
    return statements.use(
        NOW,
        prepared -> {
          try (var result = prepared.query()) {
            result.next();
            return Instant.ofEpochMilli(result.getLong(1));
          }
        });
  }

  /** Writes what the body added to sums: last, so that nobody waits long for these rows. */
  void writeSums() throws SQLException {
    sums.bodyEnded();
    sums.write();
    shared.forget();
  }

  void commit() throws SQLException {
    now = null;
    connection.commit();
  }

  /** Forgets the transaction; a connection that cannot is not used again. */
  void rollBack() {
    sums.forget();
    updates.forget();
    shared.forget();
    now = null;
    try {
      connection.rollback();
    } catch (SQLException failure) {
      LOG.debug("a connection is given up: {}", failure.getMessage());
      broken = true;
    }
  }

  boolean broken() {
    return broken;
  }
}
