package dev.atelier.database.copy;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/** Connections for reading and writing whole tables, which may take as long as that takes. */
final class StoreConnections {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /** What the server says nothing for so long has failed; the sorting of a table is silent. */
  private static final Duration SILENCE_MAX = Duration.ofMinutes(30);

  private StoreConnections() {}

  /** One that reads a file, and everything as it is at its first statement. */
  static Connection source(Path file) {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("cannot read " + file, failure);
    }
  }

  /** One that reads a server: each transaction sees one moment. */
  static Connection reading(PostgresAddress address) {
    try {
      Connection connection = open(address);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException failure) {
      throw unreachable(address, failure);
    }
  }

  static Connection writing(PostgresAddress address) {
    try {
      Connection connection = open(address);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException failure) {
      throw unreachable(address, failure);
    }
  }

  private static Connection open(PostgresAddress address) throws SQLException {
    return address.connect(
        "atelier copy", CONNECT_MAX, SILENCE_MAX, Map.of("reWriteBatchedInserts", "true"));
  }

  private static DatabaseUnavailableException unreachable(
      PostgresAddress address, SQLException failure) {
    return new DatabaseUnavailableException(
        "cannot open " + address + ": " + failure.getMessage(), failure);
  }
}
