package dev.atelier.storage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The named files of the tenants. The bytes stay for a while after a file can no longer be found,
 * so that a request which found it before can still read them.
 */
public final class UploadedFiles {
  /** How much longer than its file an artifact lives. */
  public static final Duration LINGER = Duration.ofHours(1);

  private static final String SELECT =
      """
      SELECT a.id, a.tenant, a.hash, a.bytes, a.segment, a.position, a.media_type, a.width, a.height,
        a.created, a.expires, f.id AS file, f.name, f.purpose, f.created AS uploaded, f.expires AS ends
      FROM uploaded_file f JOIN artifact a ON a.id = f.artifact
      WHERE f.tenant = ? AND f.expires > ?
      """;

  private final ArtifactRows index;
  private final InstantSource clock;

  UploadedFiles(ArtifactRows index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  /** Names an artifact, which from now on lives until {@link #LINGER} after {@code expires}. */
  public UploadedFile add(
      Tx tx, Artifact artifact, String name, String purpose, Instant created, Instant expires) {
    var id = new FileId(index.timeOrdered(created));
    tx.update(
        """
        INSERT INTO uploaded_file (id, tenant, name, purpose, artifact, created, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        id.value(),
        artifact.tenant().value(),
        name,
        purpose,
        artifact.id().value(),
        created,
        expires);
    index.keepUntil(tx, artifact.id(), Optional.of(expires.plus(LINGER)));
    return new UploadedFile(id, name, purpose, artifact, created, expires);
  }

  /** The file, if it is this tenant's and not expired. */
  public Optional<UploadedFile> find(Tx tx, TenantId tenant, FileId id) {
    return tx.first(
        SELECT + " AND f.id = ?", UploadedFiles::file, tenant.value(), clock.instant(), id.value());
  }

  public List<UploadedFile> list(Tx tx, TenantId tenant, FilePage page) {
    var sql = new StringBuilder(SELECT);
    var args = new ArrayList<Object>(List.of(tenant.value(), clock.instant()));
    page.purpose()
        .ifPresent(purpose -> {
          sql.append(" AND f.purpose = ?");
          args.add(purpose);
        });
    page.after()
        .ifPresent(after -> {
          sql.append(page.newestFirst() ? " AND f.id < ?" : " AND f.id > ?");
          args.add(after.value());
        });
    sql.append(page.newestFirst() ? " ORDER BY f.id DESC" : " ORDER BY f.id").append(" LIMIT ?");
    args.add(page.limit());
    return tx.list(sql.toString(), UploadedFiles::file, args.toArray());
  }

  /** Whether there was such a file; its bytes go after {@link #LINGER} unless others share them. */
  public boolean delete(Tx tx, TenantId tenant, FileId id) {
    Optional<UploadedFile> found = find(tx, tenant, id);
    found.ifPresent(file -> {
      tx.update("DELETE FROM uploaded_file WHERE id = ?", id.value());
      index.keepUntil(tx, file.artifact().id(), Optional.of(clock.instant().plus(LINGER)));
    });
    return found.isPresent();
  }

  private static UploadedFile file(Row row) {
    return new UploadedFile(
        new FileId(row.uuid("file")),
        row.text("name"),
        row.text("purpose"),
        ArtifactRows.artifact(row),
        row.instant("uploaded"),
        row.instant("ends"));
  }
}
