package dev.atelier.storage;

import java.time.Duration;

/**
 * Settings of an {@link ArtifactStore}.
 *
 * @param freeBytesMin with less free space than this the store is {@link ArtifactStore#full}
 * @param orphanAge content without an index row is deleted when it was sealed this long ago; what
 *     is sealed must get its row sooner
 * @param segments what does not get a file of its own
 */
public record StorageOptions(long freeBytesMin, Duration orphanAge, SegmentOptions segments) {
  public static final StorageOptions DEFAULT = new StorageOptions(512L << 20, Duration.ofHours(1));

  public StorageOptions(long freeBytesMin, Duration orphanAge) {
    this(freeBytesMin, orphanAge, SegmentOptions.DEFAULT);
  }

  public StorageOptions {
    if (freeBytesMin < 0 || orphanAge.isNegative()) {
      throw new IllegalArgumentException("storage options must not be negative");
    }
  }
}
