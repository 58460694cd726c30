package dev.atelier.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One prepared statement with what is learnt of it once: its parameters and its columns. */
final class Prepared {
  private final PreparedStatement statement;
  private final int parameters;
  private @Nullable Map<String, Integer> columns;

  private Prepared(PreparedStatement statement, int parameters) {
    this.statement = statement;
    this.parameters = parameters;
  }

  static Prepared of(Connection connection, String sql) throws SQLException {
    return new Prepared(connection.prepareStatement(sql), marks(sql));
  }

  /** The question marks outside of quotes; a server would have to be asked. */
  private static int marks(String sql) {
    int marks = 0;
    boolean quoted = false;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '?' && !quoted) {
        marks++;
      }
    }
    return marks;
  }

  int update(@Nullable Object... args) throws SQLException {
    bind(args);
    return statement.executeUpdate();
  }

  ResultSet query(@Nullable Object... args) throws SQLException {
    bind(args);
    return statement.executeQuery();
  }

  private void bind(@Nullable Object... args) throws SQLException {
    if (args.length != parameters) {
      throw new IllegalArgumentException(
          "the statement takes " + parameters + " arguments, got " + args.length);
    }
    for (int i = 0; i < args.length; i++) {
      Arguments.bind(statement, i + 1, args[i]);
    }
  }

  /** Positions by name, of the open result. */
  Map<String, Integer> columns(ResultSet result) throws SQLException {
    var known = columns;
    if (known == null) {
      known = new HashMap<>();
      var meta = result.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        known.putIfAbsent(meta.getColumnLabel(i), i);
      }
      columns = known;
    }
    return known;
  }

  void close() throws SQLException {
    statement.close();
  }
}
