package dev.atelier.storage;

import java.time.Duration;

/**
 * Settings of an {@link ArtifactStore}.
 *
 * @param freeBytesMin with less free space than this the store is {@link ArtifactStore#full}
 * @param orphanAge a file without an index row is deleted when it was sealed this long ago; a
 *     sealed file must get its row sooner
 */
public record StorageOptions(long freeBytesMin, Duration orphanAge) {
  public static final StorageOptions DEFAULT = new StorageOptions(512L << 20, Duration.ofHours(1));

  public StorageOptions {
    if (freeBytesMin < 0 || orphanAge.isNegative()) {
      throw new IllegalArgumentException("storage options must not be negative");
    }
  }
}
