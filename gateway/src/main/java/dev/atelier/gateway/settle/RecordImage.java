package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.RecordedImages;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageReport;
import dev.atelier.image.TenantId;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StoredBlob;
import java.time.Instant;
import java.util.Optional;

/** Makes bytes an artifact of a job's tenant, for as long as its results are kept. */
public final class RecordImage {
  private final ArtifactStore artifacts;
  private final RetentionPolicy retention;
  private final RecordedImages recorded;

  public RecordImage(ArtifactStore artifacts, RetentionPolicy retention, RecordedImages recorded) {
    this.artifacts = artifacts;
    this.retention = retention;
    this.recorded = recorded;
  }

  ArtifactId record(Tx tx, TenantId tenant, StoredBlob blob, ImageReport report) {
    Instant now = tx.now();
    String mediaType = report.format().mediaType();
    Optional<Instant> expires = retention.until(tenant, now);
    ArtifactId id =
        artifacts.record(tx, tenant, blob, mediaType, Optional.of(report.size()), now, expires);
    var row =
        new Artifact(
            id,
            tenant,
            blob.hash(),
            blob.bytes(),
            blob.slice(),
            mediaType,
            Optional.of(report.size()),
            now,
            expires);
    tx.afterCommit(() -> recorded.recorded(row));
    return id;
  }

  /** One that turns out to be nobody's: it expires at once. */
  void discard(Tx tx, ArtifactId id) {
    artifacts.keepUntil(tx, id, Optional.of(tx.now()));
  }
}
