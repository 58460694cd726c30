package dev.atelier.database.copy;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.PostgresAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings the rows of a database on a server to those of one in a file. What is the same stays, so
 * that a copy that broke off goes on, and one that is whole changes nothing.
 *
 * <p>The source is read as it is at one moment. Rows are read in the order of their keys and
 * written 500 at a time; memory does not grow with the tables.
 */
public final class StoreCopy implements AutoCloseable {
  private final Connection source;
  private final Connection reading;
  private final Connection writing;
  private final List<StoredTable> tables;

  private StoreCopy(
      Connection source, Connection reading, Connection writing, List<StoredTable> tables) {
    this.source = source;
    this.reading = reading;
    this.writing = writing;
    this.tables = tables;
  }

  /** How far a table is. */
  public record Progress(String table, long rows) {}

  /**
   * Opens both; nobody else may change the source, or copy into the target, until it is closed.
   *
   * @throws DatabaseUnavailableException if one cannot be opened
   * @throws StoreCopyException if another copies into the target, or it has other tables
   */
  public static StoreCopy open(Path file, PostgresAddress target, CopyRules rules) {
    var opened = new ArrayList<Connection>();
    boolean whole = false;
    try {
      opened.add(StoreConnections.source(file));
      opened.add(StoreConnections.reading(target));
      opened.add(StoreConnections.writing(target));
      TargetTables.lock(opened.getLast());
      List<StoredTable> tables = StoredTables.of(opened.getFirst(), rules);
      TargetTables.requireSame(tables, opened.get(1));
      whole = true;
      return new StoreCopy(opened.getFirst(), opened.get(1), opened.getLast(), tables);
    } catch (SQLException failure) {
      throw new StoreCopyException("the tables cannot be read", failure);
    } finally {
      if (!whole) {
        opened.forEach(StoreCopy::closeQuietly);
      }
    }
  }

  /** How many rows each table of a file has, in the order in which they are copied. */
  public static Map<String, Long> rows(Path file, CopyRules rules) {
    try (Connection source = StoreConnections.source(file)) {
      var counts = new LinkedHashMap<String, Long>();
      for (StoredTable table : StoredTables.of(source, rules)) {
        counts.put(table.name(), count(source, table));
      }
      return counts;
    } catch (SQLException failure) {
      throw new StoreCopyException("the tables cannot be read", failure);
    }
  }

  private static long count(Connection connection, StoredTable table) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet counted =
            statement.executeQuery("SELECT COUNT(*) FROM " + StoredTable.quoted(table.name()))) {
      counted.next();
      return counted.getLong(1);
    }
  }

  /** The tables of the target that have rows, and how many; counters that are zero are none. */
  public Map<String, Long> occupied() {
    return run(() -> {
      var occupied = new TreeMap<String, Long>();
      for (StoredTable table : tables) {
        try (var reader = TableReader.ofTarget(table, reading)) {
          for (int i = 0; i < 2 && reader.current() != null; i++) {
            reader.advance();
          }
          if (reader.rows() > 0) {
            occupied.put(table.name(), reader.rows());
          }
        }
      }
      return occupied;
    });
  }

  /**
   * Takes away what only the target has; children go before their parents.
   *
   * @return how many rows
   */
  public long deleteExtra(Consumer<Progress> progress) {
    long deleted = 0;
    for (StoredTable table : tables.reversed()) {
      deleted += write(table, false, progress).extra();
    }
    return deleted;
  }

  /**
   * Adds and changes what is not the same; parents come before their children.
   *
   * @return how the tables were before
   */
  public List<TableDifference> write(Consumer<Progress> progress) {
    var before = new ArrayList<TableDifference>();
    for (StoredTable table : tables) {
      before.add(write(table, true, progress));
    }
    return before;
  }

  private TableDifference write(StoredTable table, boolean adds, Consumer<Progress> progress) {
    return run(() -> {
      try (var writer = new TableWriter(table, writing)) {
        TableDifference found =
            new MergeTables(source, reading)
                .walk(
                    table,
                    adds ? adding(writer) : deleting(writer),
                    rows -> progress.accept(new Progress(table.name(), rows)));
        writer.commit();
        return found;
      } catch (SQLException failure) {
        throw new StoreCopyException("the rows of " + table.name() + " were not taken", failure);
      }
    });
  }

  private static MergeTables.Finder adding(TableWriter writer) {
    return new MergeTables.Finder() {
      @Override
      public void missing(TableRow row) throws SQLException {
        writer.insert(row);
      }

      @Override
      public void changed(TableRow row) throws SQLException {
        writer.update(row);
      }
    };
  }

  private static MergeTables.Finder deleting(TableWriter writer) {
    return new MergeTables.Finder() {
      @Override
      public void extra(TableRow row) throws SQLException {
        writer.delete(row);
      }
    };
  }

  /** Compares every row of both, and changes nothing. */
  public List<TableDifference> compare(Consumer<Progress> progress) {
    return run(() -> {
      var found = new ArrayList<TableDifference>();
      for (StoredTable table : tables) {
        found.add(
            new MergeTables(source, reading)
                .walk(
                    table,
                    new MergeTables.Finder() {},
                    rows -> progress.accept(new Progress(table.name(), rows))));
      }
      return found;
    });
  }

  /** What is done within one snapshot of the target. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T run(Work<T> work) {
    try {
      T done = work.run();
      reading.commit();
      return done;
    } catch (SQLException failure) {
      throw new StoreCopyException("the copy broke off", failure);
    } finally {
      rollBack(reading);
      rollBack(writing);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // whoever uses it next is told
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException _) {
      // nothing hangs on it
    }
  }

  @Override
  public void close() {
    List.of(source, reading, writing).forEach(StoreCopy::closeQuietly);
  }
}
