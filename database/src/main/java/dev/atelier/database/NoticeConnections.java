package dev.atelier.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Makes connections for notices, which are in no pool: each lives as long as it works. */
final class NoticeConnections {
  /** The channel is that of the schema: several may be in one database. */
  static final String CHANNEL = "'atelier_' || to_hex(hashtext(current_schema()))";

  private final PostgresAddress address;
  private final Duration connectMax;

  NoticeConnections(PostgresAddress address, Duration connectMax) {
    this.address = address;
    this.connectMax = connectMax;
  }

  /**
   * A new one, in which each statement is its own transaction.
   *
   * @param answerMax how long one answer may take
   */
  Connection open(Duration answerMax) throws SQLException {
    var properties = new Properties();
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", "atelier-notices");
    properties.setProperty("connectTimeout", seconds(connectMax));
    properties.setProperty("loginTimeout", seconds(connectMax));
    properties.setProperty("socketTimeout", seconds(answerMax));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    return DriverManager.getConnection(address.url(), properties);
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.toSeconds()));
  }
}
