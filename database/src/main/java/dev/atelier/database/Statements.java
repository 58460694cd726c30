package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/**
 * The statements a connection has prepared, least recently used first. A statement in use is not in
 * here, so that a row mapper may run the very statement whose rows it maps.
 */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final int max;
  private final StoreRules rules;
  private final LinkedHashMap<String, Prepared> idle = new LinkedHashMap<>();

  Statements(Connection connection, int max, StoreRules rules) {
    this.connection = connection;
    this.max = max;
    this.rules = rules;
  }

  /** Uses the statement for {@code sql}; one that failed is not used again. */
  <T> T use(String sql, Use<T> use) throws SQLException {
    var prepared = take(sql);
    T result;
    try {
      result = use.of(prepared);
    } catch (Throwable thrown) {
      prepared.close();
      throw thrown;
    }
    release(sql, prepared);
    return result;
  }

  private Prepared take(String sql) throws SQLException {
    var known = idle.remove(sql);
    return known != null ? known : Prepared.of(connection, rules.text(sql));
  }

  private void release(String sql, Prepared prepared) throws SQLException {
    var duplicate = idle.put(sql, prepared);
    if (duplicate != null) {
      duplicate.close();
    }
    if (idle.size() > max) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  int size() {
    return idle.size();
  }

  @Override
  public void close() throws SQLException {
    for (var prepared : idle.values()) {
      prepared.close();
    }
    idle.clear();
  }

  /** What is done with a prepared statement. */
  interface Use<T> {
    T of(Prepared prepared) throws SQLException;
  }
}
