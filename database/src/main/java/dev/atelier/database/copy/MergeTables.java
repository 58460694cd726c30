package dev.atelier.database.copy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/**
 * Walks through the same table of two stores in the order of its key, one row of each in memory,
 * and has told which rows the target lacks, has otherwise, or has too many.
 */
final class MergeTables {
  private final Connection source;
  private final Connection target;

  MergeTables(Connection source, Connection target) {
    this.source = source;
    this.target = target;
  }

  /** What is done about rows that are not the same. */
  interface Finder {
    default void missing(TableRow row) throws SQLException {}

    default void changed(TableRow row) throws SQLException {}

    default void extra(TableRow row) throws SQLException {}
  }

  /**
   * @param progress is told how many rows of the source were passed
   */
  TableDifference walk(StoredTable table, Finder finder, LongConsumer progress)
      throws SQLException {
    int[] key = table.keyPositions();
    long missing = 0;
    long changed = 0;
    long extra = 0;
    try (var here = TableReader.ofSource(table, source);
        var there = TableReader.ofTarget(table, target)) {
      while (true) {
        TableRow ours = here.current();
        TableRow theirs = there.current();
        if (ours == null && theirs == null) {
          return new TableDifference(
              table.name(),
              here.rows(),
              there.rows(),
              missing,
              changed,
              extra,
              here.digest(),
              there.digest());
        }
        if (ours != null && (theirs == null || TableRow.compare(ours, theirs, key) < 0)) {
          missing++;
          finder.missing(ours);
          here.advance();
        } else if (theirs != null && (ours == null || TableRow.compare(ours, theirs, key) > 0)) {
          extra++;
          finder.extra(theirs);
          there.advance();
        } else if (ours != null && theirs != null) {
          if (!ours.same(theirs)) {
            changed++;
            finder.changed(ours);
          }
          here.advance();
          there.advance();
        }
        progress.accept(here.rows());
      }
    }
  }
}
