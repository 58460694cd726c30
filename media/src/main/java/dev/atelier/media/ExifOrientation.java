package dev.atelier.media;

import java.util.Arrays;

/**
 * Finds the orientation in Exif data (Exif 2.32, section 4.6; TIFF 6.0), which JPEG has in a
 * segment, PNG in an eXIf chunk and WebP in an EXIF chunk.
 */
final class ExifOrientation {
  private static final byte[] NAME = {'E', 'x', 'i', 'f', 0, 0};
  private static final int TIFF_HEAD_BYTES = 8;
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT_TYPE = 3;

  private final byte[] bytes;
  private final int start;
  private final int length;
  private final boolean little;

  private ExifOrientation(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.little = bytes[start] == 'I';
  }

  /**
   * The orientation that the first {@code length} of a JPEG segment's bytes write, 1..8; 1 when an
   * Exif segment names none, 0 when this is another kind of segment.
   */
  static int inSegment(byte[] bytes, int length) {
    return named(bytes, length) ? new ExifOrientation(bytes, NAME.length, length).find() : 0;
  }

  /** The same of a chunk, 1..8; some writers put the segment's name before it. */
  static int inChunk(byte[] bytes, int length) {
    int start = named(bytes, length) ? NAME.length : 0;
    return length < start + TIFF_HEAD_BYTES ? 1 : new ExifOrientation(bytes, start, length).find();
  }

  private static boolean named(byte[] bytes, int length) {
    return length >= NAME.length + TIFF_HEAD_BYTES
        && Arrays.equals(bytes, 0, NAME.length, NAME, 0, NAME.length);
  }

  private int find() {
    long directory = start + u32(start + 4);
    int entries = directory + 2 <= length ? u16((int) directory) : 0;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      if (entry + 12 > length) {
        break;
      }
      int at = (int) entry;
      if (u16(at) == ORIENTATION_TAG && u16(at + 2) == SHORT_TYPE) {
        int value = u16(at + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  private int u16(int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return little ? second << 8 | first : first << 8 | second;
  }

  private long u32(int at) {
    long first = u16(at);
    long second = u16(at + 2);
    return little ? second << 16 | first : first << 16 | second;
  }
}
