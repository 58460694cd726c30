package dev.atelier.storage;

/**
 * Where a small content lies.
 *
 * @param segment the number of the segment, from 1
 * @param position of its record in there, in bytes from the segment's beginning
 */
public record SegmentSlice(long segment, long position) {
  /** No record lies before it. */
  static final SegmentSlice FIRST = new SegmentSlice(1, SegmentRecord.FILE_HEADER_BYTES);

  public SegmentSlice {
    if (segment < 1 || position < SegmentRecord.FILE_HEADER_BYTES) {
      throw new IllegalArgumentException("no record can be at " + segment + ":" + position);
    }
  }
}
