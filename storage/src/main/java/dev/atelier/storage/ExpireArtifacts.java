package dev.atelier.storage;

import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Changes when artifacts expire, in the caller's transaction. Those that are erased go, rows and
 * files, in the next sweep of the server that holds the data directory, before any that expired by
 * themselves; a file that another artifact shares stays for that one.
 */
public final class ExpireArtifacts {
  private static final Instant LONG_AGO = Instant.EPOCH;

  private ExpireArtifacts() {}

  /** How many artifacts of how many bytes. */
  public record Size(long artifacts, long bytes) {
    public static final Size NONE = new Size(0, 0);

    public Size plus(Size other) {
      return new Size(artifacts + other.artifacts, bytes + other.bytes);
    }
  }

  /** Has those of the list that have not expired do so at another time; empty for never. */
  public static void at(
      Tx tx, TenantId tenant, List<ArtifactId> artifacts, Optional<Instant> until) {
    for (ArtifactId artifact : artifacts) {
      tx.update(
          "UPDATE artifact SET expires = ? WHERE id = ? AND tenant = ?"
              + " AND (expires IS NULL OR expires > ?)",
          until,
          artifact.value(),
          tenant.value(),
          tx.now());
    }
  }

  /** Those of the list that are the tenant's and not erased yet. */
  public static Size erase(Tx tx, TenantId tenant, List<ArtifactId> artifacts) {
    Size all = Size.NONE;
    for (ArtifactId artifact : artifacts) {
      Optional<Long> bytes =
          tx.first(
              "UPDATE artifact SET expires = ? WHERE id = ? AND tenant = ?"
                  + " AND (expires IS NULL OR expires > ?) RETURNING bytes",
              row -> row.number("bytes"),
              LONG_AGO,
              artifact.value(),
              tenant.value(),
              LONG_AGO);
      all = all.plus(bytes.map(one -> new Size(1, one)).orElse(Size.NONE));
    }
    return all;
  }

  /** At most {@code limit} of a tenant's that were made until then, with the files named. */
  public static Size eraseOf(Tx tx, TenantId tenant, Instant until, int limit) {
    List<ArtifactId> artifacts =
        tx.list(
            "SELECT id FROM artifact WHERE tenant = ? AND created <= ?"
                + " AND (expires IS NULL OR expires > ?) LIMIT ?",
            row -> new ArtifactId(row.uuid("id")),
            tenant.value(),
            until,
            LONG_AGO,
            limit);
    for (ArtifactId artifact : artifacts) {
      tx.update("DELETE FROM uploaded_file WHERE artifact = ?", artifact.value());
    }
    return erase(tx, tenant, artifacts);
  }

  /** Those of the list that are the tenant's and not erased yet, counted. */
  public static Size sizeOf(Tx tx, TenantId tenant, List<ArtifactId> artifacts) {
    Size all = Size.NONE;
    for (ArtifactId artifact : artifacts) {
      Optional<Long> bytes =
          tx.first(
              "SELECT bytes FROM artifact WHERE id = ? AND tenant = ?"
                  + " AND (expires IS NULL OR expires > ?)",
              row -> row.number("bytes"),
              artifact.value(),
              tenant.value(),
              LONG_AGO);
      all = all.plus(bytes.map(one -> new Size(1, one)).orElse(Size.NONE));
    }
    return all;
  }

  /** What a tenant has from before then and not erased. */
  public static Size sizeOf(Tx tx, TenantId tenant, Instant until) {
    return tx.first(
            "SELECT COUNT(*) AS n, COALESCE(SUM(bytes), 0) AS bytes FROM artifact"
                + " WHERE tenant = ? AND created <= ? AND (expires IS NULL OR expires > ?)",
            row -> new Size(row.number("n"), row.number("bytes")),
            tenant.value(),
            until,
            LONG_AGO)
        .orElse(Size.NONE);
  }
}
