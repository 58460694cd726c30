package dev.atelier.storage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The rows of the artifacts. */
final class ArtifactRows {
  private final RandomGenerator random;

  ArtifactRows(RandomGenerator random) {
    this.random = random;
  }

  ArtifactId insert(
      Tx tx,
      TenantId tenant,
      StoredBlob sealed,
      String mediaType,
      Optional<ImageSize> size,
      Instant created,
      Optional<Instant> expires) {
    var id = new ArtifactId(timeOrdered(created));
    tx.update(
        """
        INSERT INTO artifact (id, tenant, hash, bytes, segment, position, media_type, width, height,
          created, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id.value(),
        tenant.value(),
        sealed.hash().hex(),
        sealed.bytes(),
        sealed.slice().map(SegmentSlice::segment),
        sealed.slice().map(SegmentSlice::position),
        mediaType,
        size.map(ImageSize::width),
        size.map(ImageSize::height),
        created,
        expires);
    return id;
  }

  Optional<Artifact> find(Tx tx, ArtifactId id, Instant now) {
    return tx.first(
        """
        SELECT id, tenant, hash, bytes, segment, position, media_type, width, height, created, expires
        FROM artifact WHERE id = ? AND (expires IS NULL OR expires > ?)
        """,
        ArtifactRows::artifact,
        id.value(),
        now);
  }

  StoredTotals totals(Tx tx) {
    return tx.first(
            "SELECT SUM(artifacts) AS artifacts, SUM(bytes) AS bytes FROM artifact_totals",
            row -> new StoredTotals(row.number("artifacts"), row.number("bytes")))
        .orElseThrow();
  }

  void keepUntil(Tx tx, ArtifactId id, Optional<Instant> expires) {
    tx.update("UPDATE artifact SET expires = ? WHERE id = ?", expires, id.value());
  }

  /** Deletes the longest expired artifacts and returns their contents, one for each artifact. */
  List<StoredBlob> deleteExpired(Tx tx, Instant now, int limit) {
    return tx.list(
        """
        DELETE FROM artifact WHERE id IN
          (SELECT id FROM artifact WHERE expires <= ? ORDER BY expires LIMIT ?
            FOR UPDATE SKIP LOCKED)
        RETURNING hash, bytes, segment, position
        """,
        ArtifactRows::blob,
        now,
        limit);
  }

  /** Whether a row names the file of this content. */
  static boolean refersTo(Tx tx, ContentHash hash) {
    return tx.first(
            "SELECT 1 AS present FROM artifact WHERE hash = ? AND segment IS NULL LIMIT 1",
            row -> row.flag("present"),
            hash.hex())
        .isPresent();
  }

  private static StoredBlob blob(Row row) {
    return new StoredBlob(new ContentHash(row.text("hash")), row.number("bytes"), slice(row));
  }

  static Optional<SegmentSlice> slice(Row row) {
    return row.numberOrNull("segment")
        .map(segment -> new SegmentSlice(segment, row.number("position")));
  }

  static Artifact artifact(Row row) {
    return new Artifact(
        new ArtifactId(row.uuid("id")),
        new TenantId(row.text("tenant")),
        new ContentHash(row.text("hash")),
        row.number("bytes"),
        slice(row),
        row.text("media_type"),
        row.numberOrNull("width")
            .map(width -> new ImageSize(width.intValue(), (int) row.number("height"))),
        row.instant("created"),
        row.instantOrNull("expires"));
  }

  /** A UUID of version 7: milliseconds, then 74 random bits. */
  UUID timeOrdered(Instant time) {
    long high = (time.toEpochMilli() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3fff_ffff_ffff_ffffL);
    return new UUID(high, low);
  }
}
