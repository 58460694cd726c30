package dev.atelier.media;

/** Finds the orientation in a JPEG's Exif segment (Exif 2.32, section 4.6; TIFF 6.0). */
final class ExifOrientation {
  private static final byte[] NAME = {'E', 'x', 'i', 'f', 0, 0};
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT_TYPE = 3;

  private final byte[] bytes;
  private final int length;
  private final boolean little;

  private ExifOrientation(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
    this.little = bytes[NAME.length] == 'I';
  }

  /**
   * The orientation that the first {@code length} of {@code bytes} write, 1..8; 1 when an Exif
   * segment names none, 0 when this is another kind of segment.
   */
  static int in(byte[] bytes, int length) {
    if (length < NAME.length + 8) {
      return 0;
    }
    for (int i = 0; i < NAME.length; i++) {
      if (bytes[i] != NAME[i]) {
        return 0;
      }
    }
    return new ExifOrientation(bytes, length).find();
  }

  private int find() {
    long directory = NAME.length + u32(NAME.length + 4);
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
