package dev.atelier.database.copy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The rows of a table in the order of its key, some at a time, counted and digested on the way. */
final class TableReader implements AutoCloseable {
  private static final int FETCH_ROWS = 1_000;
  private static final char NUL = '\0';
  private static final char REPLACEMENT = '\ufffd';

  private final StoredTable table;
  private final int[] rest;
  private final Statement statement;
  private final ResultSet result;
  private final boolean source;
  private final MessageDigest digest = sha256();
  private long rows;
  private @Nullable TableRow current;

  private TableReader(StoredTable table, Statement statement, boolean source) throws SQLException {
    this.table = table;
    this.rest = table.restPositions();
    this.statement = statement;
    this.source = source;
    statement.setFetchSize(FETCH_ROWS);
    this.result = statement.executeQuery(table.select());
    advance();
  }

  /** Reads as the target is to have it: without NUL, and without what is emptied there. */
  static TableReader ofSource(StoredTable table, Connection connection) throws SQLException {
    return new TableReader(table, connection.createStatement(), true);
  }

  /** Reads what there is, within a transaction. */
  static TableReader ofTarget(StoredTable table, Connection connection) throws SQLException {
    return new TableReader(table, connection.createStatement(), false);
  }

  /** The row it stands on; null at the end. */
  @Nullable TableRow current() {
    return current;
  }

  /** Moves on; rows of counters that are all zero are passed over. */
  void advance() throws SQLException {
    do {
      current = result.next() ? row() : null;
    } while (current != null && table.counter() && current.zero(rest));
    if (current != null) {
      rows++;
      current.digest(digest);
    }
  }

  /** How many rows it has passed or stands on. */
  long rows() {
    return rows;
  }

  /** The SHA-256 of them. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private TableRow row() throws SQLException {
    var values = new @Nullable Object[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(table.columns().get(i), i + 1);
    }
    return new TableRow(values);
  }

  private @Nullable Object value(StoredColumn column, int position) throws SQLException {
    if (source && column.emptied()) {
      return null;
    }
    if (column.text()) {
      String text = result.getString(position);
      return text != null && source ? text.replace(NUL, REPLACEMENT) : text;
    }
    long number = result.getLong(position);
    return result.wasNull() ? null : number;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
