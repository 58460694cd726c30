package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.util.Optional;

/**
 * Bytes that are safely on disk under their hash; {@link ArtifactStore#record} makes them
 * someone's.
 *
 * @param slice where they lie, if not in a file of their own
 */
public record StoredBlob(ContentHash hash, long bytes, Optional<SegmentSlice> slice) {
  /** One with a place of its own. */
  public static StoredBlob whole(ContentHash hash, long bytes) {
    return new StoredBlob(hash, bytes, Optional.empty());
  }
}
