package dev.atelier.storage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ContentHash;
import java.util.List;

/** Which records of the segments the rows of the artifacts name. */
final class SegmentRows {

  /**
   * A record with artifacts.
   *
   * @param bytes of the content
   */
  record Live(SegmentSlice slice, ContentHash hash, long bytes) {}

  /** The largest number that a row names, or 0. */
  long last(Tx tx) {
    return tx.first(
            "SELECT segment FROM artifact WHERE segment IS NOT NULL ORDER BY segment DESC LIMIT 1",
            row -> row.number("segment"))
        .orElse(0L);
  }

  boolean refersTo(Tx tx, SegmentSlice slice) {
    return tx.first(
            "SELECT 1 AS present FROM artifact WHERE segment = ? AND position = ? LIMIT 1",
            row -> row.flag("present"),
            slice.segment(),
            slice.position())
        .isPresent();
  }

  /** The records of a segment from a position on, in the order of their positions. */
  List<Live> live(Tx tx, long segment, long from, int limit) {
    return tx.list(
        """
        SELECT segment, position, MIN(hash) AS hash, MIN(bytes) AS bytes FROM artifact
        WHERE segment = ? AND position >= ? GROUP BY segment, position ORDER BY position LIMIT ?
        """,
        SegmentRows::live,
        segment,
        from,
        limit);
  }

  /** Some places of a content. */
  List<SegmentSlice> of(Tx tx, ContentHash hash, int limit) {
    return tx.list(
        "SELECT segment, position FROM artifact WHERE hash = ? AND segment IS NOT NULL LIMIT ?",
        row -> new SegmentSlice(row.number("segment"), row.number("position")),
        hash.hex(),
        limit);
  }

  /** Whether any artifact was still there to be told that its content lies elsewhere. */
  boolean move(Tx tx, SegmentSlice from, SegmentSlice to) {
    return tx.update(
            "UPDATE artifact SET segment = ?, position = ? WHERE segment = ? AND position = ?",
            to.segment(),
            to.position(),
            from.segment(),
            from.position())
        > 0;
  }

  private static Live live(Row row) {
    return new Live(
        new SegmentSlice(row.number("segment"), row.number("position")),
        new ContentHash(row.text("hash")),
        row.number("bytes"));
  }
}
