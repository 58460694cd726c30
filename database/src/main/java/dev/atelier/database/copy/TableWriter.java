package dev.atelier.database.copy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes rows of a table on a server, and commits after every some of them. */
final class TableWriter implements AutoCloseable {
  private static final int ROWS_MAX = 500;
  private static final int CHARACTERS_MAX = 4 << 20;

  private final StoredTable table;
  private final Connection connection;
  private final int[] all;
  private final int[] key;
  private final int[] rest;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement delete;
  private int pending;
  private int characters;

  TableWriter(StoredTable table, Connection connection) throws SQLException {
    this.table = table;
    this.connection = connection;
    this.all = IntStream.range(0, table.columns().size()).toArray();
    this.key = table.keyPositions();
    this.rest = table.restPositions();
    this.insert = connection.prepareStatement(table.insert());
    this.delete = connection.prepareStatement(table.delete());
    this.update = connection.prepareStatement(rest.length == 0 ? table.delete() : table.update());
  }

  /** Adds a row; of counters the row is there. */
  void insert(TableRow row) throws SQLException {
    if (table.counter()) {
      update(row);
      return;
    }
    bind(insert, 1, row, all);
    add(insert, row);
  }

  void update(TableRow row) throws SQLException {
    bind(update, 1, row, rest);
    bind(update, 1 + rest.length, row, key);
    add(update, row);
  }

  /** Takes a row away; one of counters becomes zero. */
  void delete(TableRow row) throws SQLException {
    if (table.counter()) {
      update(row.withZeros(rest));
      return;
    }
    bind(delete, 1, row, key);
    add(delete, row);
  }

  private void bind(PreparedStatement statement, int from, TableRow row, int[] positions)
      throws SQLException {
    int at = from;
    for (int i : positions) {
      bind(statement, at++, row.value(i), table.columns().get(i).text());
    }
  }

  private static void bind(PreparedStatement to, int at, @Nullable Object value, boolean text)
      throws SQLException {
    switch (value) {
      case null -> to.setNull(at, text ? Types.VARCHAR : Types.BIGINT);
      case Long number -> to.setLong(at, number);
      default -> to.setString(at, value.toString());
    }
  }

  private void add(PreparedStatement statement, TableRow row) throws SQLException {
    statement.addBatch();
    characters += row.characters();
    pending++;
    if (pending >= ROWS_MAX || characters >= CHARACTERS_MAX) {
      commit();
    }
  }

  /** Deletions first, for who takes their place. */
  void commit() throws SQLException {
    if (pending > 0) {
      delete.executeBatch();
      update.executeBatch();
      insert.executeBatch();
      connection.commit();
      pending = 0;
      characters = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    delete.close();
  }
}
