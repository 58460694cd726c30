package dev.atelier.storage;

/**
 * What is small, and how much of it goes where.
 *
 * @param contentMax bytes of the largest content that lies in a segment, at most 1 MiB; 0 for none
 * @param segmentMax bytes from which on a segment takes no more
 * @param stagedMax bytes of all small contents that are staged in memory at a time; what is beyond
 *     is staged in a file and gets one of its own
 */
public record SegmentOptions(int contentMax, long segmentMax, long stagedMax) {
  public static final SegmentOptions DEFAULT = new SegmentOptions(64 << 10, 64L << 20, 32L << 20);

  /** Every content is a file. */
  public static final SegmentOptions NONE = new SegmentOptions(0, 64L << 20, 0);

  public SegmentOptions {
    if (contentMax < 0
        || contentMax > SegmentRecord.CONTENT_BYTES_MAX
        || segmentMax < 1
        || stagedMax < 0) {
      throw new IllegalArgumentException("segment options are out of range");
    }
  }
}
