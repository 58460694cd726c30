package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Walks a PNG's chunks: IHDR first, each checksum right, image data in one run, IEND last (PNG
 * specification, third edition, sections 5 and 11).
 */
final class PngWalk extends Walk {
  private static final int IHDR = tag("IHDR");
  private static final int PLTE = tag("PLTE");
  private static final int TRNS = tag("tRNS");
  private static final int IDAT = tag("IDAT");
  private static final int IEND = tag("IEND");
  private static final int ACTL = tag("acTL");
  private static final int EXIF = tag("eXIf");

  private static final int PALETTE_COLOUR = 3;

  private final InputLimits limits;
  private final CRC32 crc = new CRC32();
  private int chunk;
  private @Nullable ImageSize size;
  private int colour;
  private boolean alpha;
  private boolean palette;
  private int before;
  private int orientation;

  PngWalk(InputLimits limits) {
    this.limits = limits;
    want(8, this::start);
  }

  private void start() {
    want(8, this::chunkHead);
  }

  private void chunkHead() throws UnusableMediaException {
    long length = u32(0);
    before = chunk;
    chunk = (int) u32(4);
    crc.reset();
    crc.update(field(), 4, 4);
    if (length > Integer.MAX_VALUE || (size == null) != (chunk == IHDR)) {
      throw UnusableMediaException.damaged();
    }
    if (chunk == IHDR) {
      require(length == 13);
      want(13, this::header);
    } else {
      acceptChunk(length);
      body(length);
    }
  }

  private void body(long length) throws UnusableMediaException {
    if (chunk == EXIF && orientation == 0 && length > 0) {
      int known = (int) Math.min(length, FIELD_MAX);
      want(known, () -> exif(length - known));
    } else {
      pass(length, this::body);
    }
  }

  /** It may stand before the picture or behind it; the first one counts. */
  private void exif(long left) throws UnusableMediaException {
    crc.update(field(), 0, fieldLength());
    orientation = ExifOrientation.inChunk(field(), fieldLength());
    if (info().isPresent()) {
      known();
    }
    pass(left, this::body);
  }

  private void header() throws UnusableMediaException {
    crc.update(field(), 0, 13);
    size = limits.accept(u32(0), u32(4));
    colour = u8(9);
    alpha = colour == 4 || colour == 6;
    require(depthFits(u8(8)) && u8(10) == 0 && u8(11) == 0 && u8(12) <= 1);
    body();
  }

  private boolean depthFits(int depth) {
    return switch (colour) {
      case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case PALETTE_COLOUR -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case 2, 4, 6 -> depth == 8 || depth == 16;
      default -> false;
    };
  }

  private void acceptChunk(long length) throws UnusableMediaException {
    if (chunk == ACTL) {
      throw UnusableMediaException.animated();
    } else if (chunk == PLTE) {
      require(length > 0 && length <= 768 && length % 3 == 0);
      palette = true;
    } else if (chunk == TRNS) {
      alpha = true;
    } else if (chunk == IDAT) {
      acceptImageData();
    } else if (chunk == IEND) {
      require(length == 0 && info().isPresent());
    } else {
      require(isLetters() && (chunk & 1 << 29) != 0);
    }
  }

  private void acceptImageData() throws UnusableMediaException {
    boolean first = info().isEmpty();
    require(first ? colour != PALETTE_COLOUR || palette : before == IDAT);
    if (first) {
      known();
    }
  }

  private void known() {
    var stored = size;
    if (stored != null) {
      known(ImageInfo.of(OutputFormat.PNG, stored, alpha, Math.max(1, orientation)));
    }
  }

  /** A chunk's name; of unknown ones, only the ancillary (first letter small) may be skipped. */
  private boolean isLetters() {
    for (int shift = 0; shift < 32; shift += 8) {
      int letter = (chunk >>> shift & 0xdf) - 'A';
      if (letter < 0 || letter > 25) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean pictureData() {
    return chunk == IDAT || chunk == PLTE || chunk == TRNS;
  }

  @Override
  void passed(byte[] bytes, int at, int length) {
    crc.update(bytes, at, length);
  }

  private void body() {
    want(4, this::checksum);
  }

  private void checksum() throws UnusableMediaException {
    if (u32(0) != crc.getValue()) {
      throw UnusableMediaException.damaged();
    }
    if (chunk == IEND) {
      end();
    } else {
      want(8, this::chunkHead);
    }
  }
}
