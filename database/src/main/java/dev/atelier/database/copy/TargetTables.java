package dev.atelier.database.copy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the database on a server can be copied into. */
final class TargetTables {
  /** Of the database, for whoever copies into it: one at a time. */
  private static final long LOCK = 0x61_74_65_6c_69_65_72L;

  private TargetTables() {}

  /**
   * Holds the database for the one that copies into it, as long as the connection lasts.
   *
   * @throws StoreCopyException if another does
   */
  static void lock(Connection writing) throws SQLException {
    try (var statement = writing.createStatement();
        ResultSet got = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      got.next();
      if (!got.getBoolean(1)) {
        throw new StoreCopyException("another copy into this database is under way");
      }
    }
    writing.commit();
  }

  /**
   * @throws StoreCopyException if the target has not all of these tables, with the same columns
   */
  static void requireSame(List<StoredTable> tables, Connection target) throws SQLException {
    Map<String, Set<String>> there = new TreeMap<>();
    try (var statement = target.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema = current_schema()")) {
      while (found.next()) {
        there.computeIfAbsent(found.getString(1), _ -> new TreeSet<>()).add(found.getString(2));
      }
    }
    target.commit();
    for (StoredTable table : tables) {
      var columns = new TreeSet<>(table.columns().stream().map(StoredColumn::name).toList());
      if (!columns.equals(there.get(table.name()))) {
        throw new StoreCopyException("the target has another table " + table.name());
      }
    }
  }
}
