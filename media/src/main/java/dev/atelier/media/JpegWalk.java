package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * Walks a JPEG's marker segments and, within scans, its entropy-coded data up to the end marker
 * (ITU-T T.81, annex B). Baseline, extended and progressive Huffman coding with 8 bits.
 */
final class JpegWalk extends Walk {
  /** Far more than any encoder writes; many scans make a small file slow to decode. */
  private static final int SCANS_MAX = 200;

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final int TEM = 0x01;

  private final InputLimits limits;
  private int marker;
  private int left;
  private int scans;
  private boolean inScan;
  private boolean afterFf;
  private int orientation;
  private @Nullable ImageSize size;

  JpegWalk(InputLimits limits) {
    this.limits = limits;
    want(2, this::start);
  }

  private void start() throws UnusableMediaException {
    require(u8(0) == 0xff && u8(1) == SOI);
    nextMarker();
  }

  private void nextMarker() {
    want(2, this::marker);
  }

  private void marker() throws UnusableMediaException {
    require(u8(0) == 0xff);
    handle(u8(1));
  }

  private void afterFill() throws UnusableMediaException {
    handle(u8(0));
  }

  private void handle(int code) throws UnusableMediaException {
    marker = code;
    switch (code) {
      case 0xff -> want(1, this::afterFill);
      case EOI -> {
        require(scans > 0);
        end();
      }
      case TEM -> nextMarker();
      default -> {
        require(code >= 0xc0 && (code < 0xd0 || code > SOI));
        want(2, this::segment);
      }
    }
  }

  private void segment() throws UnusableMediaException {
    left = u16(0) - 2;
    require(left >= 0);
    if (isFrame(marker)) {
      if (marker > 0xc2) {
        throw new UnusableMediaException("uses a kind of JPEG that is not supported");
      }
      require(size == null);
      collect(6, this::frame);
    } else if (marker == APP1 && orientation == 0 && left > 0) {
      collect(Math.min(left, FIELD_MAX), this::exif);
    } else if (marker == SOS) {
      require(size != null && ++scans <= SCANS_MAX);
      known();
      pass(left, this::scanStart);
    } else {
      skip();
    }
  }

  /** The start-of-frame markers: C0..CF but DHT, JPG and DAC. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private void collect(int bytes, Step then) throws UnusableMediaException {
    require(left >= bytes);
    left -= bytes;
    want(bytes, then);
  }

  private void skip() throws UnusableMediaException {
    pass(left, this::nextMarker);
  }

  private void frame() throws UnusableMediaException {
    int components = u8(5);
    if (u8(0) != 8 || (components != 1 && components != 3 && components != 4)) {
      throw new UnusableMediaException("uses a kind of JPEG that is not supported");
    }
    size = limits.accept(u16(3), u16(1));
    skip();
  }

  private void exif() throws UnusableMediaException {
    orientation = ExifOrientation.inSegment(field(), fieldLength());
    skip();
  }

  private void known() {
    var stored = size;
    if (info().isEmpty() && stored != null) {
      known(ImageInfo.of(OutputFormat.JPEG, stored, false, Math.max(1, orientation)));
    }
  }

  private void scanStart() {
    inScan = true;
    afterFf = false;
  }

  @Override
  boolean pictureData() {
    return inScan || !((marker >= APP0 && marker <= APP15) || marker == COM);
  }

  @Override
  boolean scanning() {
    return inScan;
  }

  /** Entropy-coded data has FF only before a stuffed zero or a restart marker. */
  @Override
  int scan(byte[] bytes, int from, int to) throws UnusableMediaException {
    int at = from;
    while (at < to) {
      if (!afterFf) {
        at = findFf(bytes, at, to);
        if (at == to) {
          return to;
        }
        afterFf = true;
        at++;
        continue;
      }
      int code = bytes[at++] & 0xff;
      if (code != 0xff) {
        afterFf = false;
        if (code != 0 && (code < 0xd0 || code > 0xd7)) {
          inScan = false;
          handle(code);
          return at;
        }
      }
    }
    return at;
  }

  private static int findFf(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != (byte) 0xff) {
      at++;
    }
    return at;
  }
}
