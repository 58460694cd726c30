package dev.atelier.storage;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Stored bytes that a tenant owns.
 *
 * @param bytes their number
 * @param slice where they lie, if not in a file of their own; this may change
 * @param mediaType such as {@code image/png}
 * @param size of a picture, as shown
 * @param expires from when on it cannot be found any more; never, if empty
 */
public record Artifact(
    ArtifactId id,
    TenantId tenant,
    ContentHash hash,
    long bytes,
    Optional<SegmentSlice> slice,
    String mediaType,
    Optional<ImageSize> size,
    Instant created,
    Optional<Instant> expires) {
  /** The bytes, whoever owns them. */
  StoredBlob content() {
    return new StoredBlob(hash, bytes, slice);
  }
}
