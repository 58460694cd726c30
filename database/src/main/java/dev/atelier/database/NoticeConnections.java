package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

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
    return address.connect("atelier-notices", connectMax, answerMax, Map.of());
  }
}
