package dev.atelier.storage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import dev.atelier.storage.SegmentRows.Live;
import java.util.List;
import java.util.Optional;

/** What the rows of a copied database name, in parts that a transaction may read. */
final class CopiedRows {

  /** How many contents there are: files, and records of segments. */
  long contents(Tx tx) {
    return tx.first(
            """
            SELECT (SELECT COUNT(DISTINCT hash) FROM artifact WHERE segment IS NULL)
              + (SELECT COUNT(*) FROM
                  (SELECT 1 FROM artifact WHERE segment IS NOT NULL GROUP BY segment, position)) AS n
            """,
            row -> row.number("n"))
        .orElse(0L);
  }

  /** How many bytes these contents have. */
  long bytes(Tx tx) {
    return tx.first(
            """
            SELECT (SELECT COALESCE(SUM(b), 0) FROM
                (SELECT MIN(bytes) AS b FROM artifact WHERE segment IS NULL GROUP BY hash))
              + (SELECT COALESCE(SUM(b), 0) FROM
                (SELECT MIN(bytes) AS b FROM artifact WHERE segment IS NOT NULL
                  GROUP BY segment, position)) AS n
            """,
            row -> row.number("n"))
        .orElse(0L);
  }

  /** Contents with a file of their own, in the order of their hashes, from that one on. */
  List<ContentHash> files(Tx tx, Optional<ContentHash> after, int limit) {
    return tx.list(
        """
        SELECT DISTINCT hash FROM artifact WHERE segment IS NULL AND hash > ? ORDER BY hash LIMIT ?
        """,
        row -> new ContentHash(row.text("hash")),
        after.map(ContentHash::hex).orElse(""),
        limit);
  }

  /** Records of segments in the order of their places, from that one on. */
  List<Live> slices(Tx tx, SegmentSlice from, long lastSegment, int limit) {
    return tx.list(
        """
        SELECT segment, position, MIN(hash) AS hash, MIN(bytes) AS bytes FROM artifact
        WHERE segment IS NOT NULL AND segment <= ? AND (segment, position) >= (?, ?)
        GROUP BY segment, position ORDER BY segment, position LIMIT ?
        """,
        CopiedRows::slice,
        lastSegment,
        from.segment(),
        from.position(),
        limit);
  }

  /** Whether any artifact has that content. */
  boolean known(Tx tx, ContentHash hash) {
    return tx.first(
            "SELECT 1 AS present FROM artifact WHERE hash = ? LIMIT 1",
            row -> row.flag("present"),
            hash.hex())
        .isPresent();
  }

  /** How many bytes the artifacts with that file say that it has. */
  Optional<Long> fileBytes(Tx tx, ContentHash hash) {
    return tx.first(
        "SELECT bytes FROM artifact WHERE hash = ? AND segment IS NULL LIMIT 1",
        row -> row.number("bytes"),
        hash.hex());
  }

  int deleteFile(Tx tx, ContentHash hash) {
    return tx.update("DELETE FROM artifact WHERE hash = ? AND segment IS NULL", hash.hex());
  }

  int deleteSlice(Tx tx, SegmentSlice slice) {
    return tx.update(
        "DELETE FROM artifact WHERE segment = ? AND position = ?",
        slice.segment(),
        slice.position());
  }

  private static Live slice(Row row) {
    return new Live(
        new SegmentSlice(row.number("segment"), row.number("position")),
        new ContentHash(row.text("hash")),
        row.number("bytes"));
  }
}
