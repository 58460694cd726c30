package dev.atelier.database;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
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

  /** Changes rows once for each of these arguments, in one round trip where a server is asked. */
  int[] updateAll(List<@Nullable Object[]> all) throws SQLException {
    if (all.size() == 1) {
      return new int[] {update(all.getFirst())};
    }
    try {
      for (@Nullable Object[] args : all) {
        bind(args);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (BatchUpdateException failure) {
      SQLException cause = failure.getNextException();
      throw cause == null ? failure : cause; // which says of which kind it is
    }
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
