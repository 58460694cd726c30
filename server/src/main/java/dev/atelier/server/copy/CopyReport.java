package dev.atelier.server.copy;

import dev.atelier.database.copy.TableDifference;
import dev.atelier.image.ContentHash;
import java.util.ArrayList;
import java.util.List;

/**
 * What both stores have after a copy, or beside one.
 *
 * @param tables every table, with the digests of its rows
 * @param written rows that were added, changed or taken away
 * @param contents that the rows name, each once
 * @param bytes of these
 * @param sent contents that were sent to the bucket
 * @param damaged contents that cannot be read in the source either
 * @param wrong contents that the target has not, or has otherwise
 * @param counted whether the target's counters count what it has
 */
public record CopyReport(
    List<TableDifference> tables,
    long written,
    long contents,
    long bytes,
    long sent,
    List<ContentHash> damaged,
    List<ContentHash> wrong,
    boolean counted) {
  public CopyReport {
    tables = List.copyOf(tables);
    damaged = List.copyOf(damaged);
    wrong = List.copyOf(wrong);
  }

  /** Whether the target has everything that the source has. */
  public boolean same() {
    return differences().isEmpty();
  }

  /** What is not the same, in words. */
  public List<String> differences() {
    var words = new ArrayList<String>();
    for (TableDifference table : tables) {
      if (!table.none()) {
        words.add(
            "%s: %d rows are missing, %d differ, %d are too many"
                .formatted(table.table(), table.missing(), table.changed(), table.extra()));
      }
    }
    if (!counted) {
      words.add("the counters of the queue or of the artifacts are not what is there");
    }
    wrong.forEach(hash -> words.add("content " + hash.hex() + " is missing or damaged"));
    return words;
  }

  /** How many rows the source has. */
  public long rows() {
    return tables.stream().mapToLong(TableDifference::sourceRows).sum();
  }
}
