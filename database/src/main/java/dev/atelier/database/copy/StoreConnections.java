package dev.atelier.database.copy;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/** Connections for reading and writing whole tables, which may take as long as that takes. */
final class StoreConnections {
  private static final String CONNECT_SECONDS = "10";

  /** What the server says nothing for so long has failed; the sorting of a table is silent. */
  private static final String SILENCE_SECONDS = "1800";

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
    var properties = new Properties();
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().ifPresent(word -> properties.setProperty("password", word));
    properties.setProperty("ApplicationName", "atelier copy");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SILENCE_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("logServerErrorDetail", "false"); // details repeat the values of rows
    return DriverManager.getConnection(address.url(), properties);
  }

  private static DatabaseUnavailableException unreachable(
      PostgresAddress address, SQLException failure) {
    return new DatabaseUnavailableException(
        "cannot open " + address + ": " + failure.getMessage(), failure);
  }
}
