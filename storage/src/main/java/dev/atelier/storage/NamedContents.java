package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import java.nio.file.Path;
import java.util.List;

/** The contents that the rows of a database name, each once, whatever lies where. */
public final class NamedContents {
  private final Database database;

  public NamedContents(Database database) {
    this.database = database;
  }

  /** A content, and how many bytes its artifacts say that it has. */
  public record Named(ContentHash hash, long bytes) {}

  /** How many contents there are, and of how many bytes. */
  public record Totals(long contents, long bytes) {}

  public Totals totals() {
    return database.read(tx ->
        tx.first(
                """
                SELECT COUNT(*) AS contents, COALESCE(SUM(b), 0) AS bytes
                FROM (SELECT MIN(bytes) AS b FROM artifact GROUP BY hash) AS one
                """,
                row -> new Totals(row.number("contents"), row.number("bytes")))
            .orElseThrow());
  }

  /**
   * The next contents in the order of their hashes.
   *
   * @param hash the last one that is known; empty at the beginning
   */
  public List<Named> after(String hash, int limit) {
    return database.read(tx -> after(tx, hash, limit));
  }

  private static List<Named> after(Tx tx, String hash, int limit) {
    return tx.list(
        """
        SELECT hash, MIN(bytes) AS bytes FROM artifact WHERE hash > ?
        GROUP BY hash ORDER BY hash LIMIT ?
        """,
        row -> new Named(new ContentHash(row.text("hash")), row.number("bytes")),
        hash,
        limit);
  }

  /** Contents of a data directory that nobody works in, to be read. */
  public static ContentSource inDirectory(Path data, Database database) {
    var sync = new DirectorySync(Disk.REAL);
    return new ContentLookup(
        database,
        new SegmentRows(),
        new SegmentFiles(data, Disk.REAL, sync),
        new StorageLayout(data, sync),
        () -> {
          throw new UnsupportedOperationException("nothing is written here");
        });
  }
}
