package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * Walks a WebP's RIFF chunks: the file has the announced length, chunks fill it exactly, and one of
 * them is the picture (RFC 9649).
 */
final class WebpWalk extends Walk {
  private static final int VP8 = tag("VP8 ");
  private static final int VP8L = tag("VP8L");
  private static final int VP8X = tag("VP8X");
  private static final int ALPH = tag("ALPH");
  private static final int ANIM = tag("ANIM");
  private static final int ANMF = tag("ANMF");
  private static final int EXIF = tag("EXIF");
  private static final int ANIMATION_FLAG = 0x02;
  private static final int VP8_START_CODE = 0x2a019d;

  private final InputLimits limits;
  private long left;
  private int chunk;
  private long chunkLeft;
  private boolean first = true;
  private boolean alphaChunk;
  private int orientation;
  private @Nullable ImageSize canvas;

  WebpWalk(InputLimits limits) {
    this.limits = limits;
    want(12, this::riff);
  }

  private void riff() throws UnusableMediaException {
    left = u32le(4) - 4;
    require(left >= 8 && left % 2 == 0);
    want(8, this::chunkHead);
  }

  private void chunkHead() throws UnusableMediaException {
    chunk = (int) u32(0);
    long length = u32le(4);
    chunkLeft = length + (length & 1);
    left -= 8 + chunkLeft;
    require(left >= 0);
    boolean leads = first;
    first = false;
    require(leads ? chunk == VP8 || chunk == VP8L || chunk == VP8X : chunk != VP8X);
    if (chunk == VP8X) {
      collect(10, length, this::extended);
    } else if (chunk == VP8) {
      collect(10, length, this::lossy);
    } else if (chunk == VP8L) {
      collect(5, length, this::lossless);
    } else if (chunk == EXIF && orientation == 0 && length > 0) {
      int known = (int) Math.min(length, FIELD_MAX);
      chunkLeft -= known;
      want(known, this::exif);
    } else {
      other();
    }
  }

  private void collect(int bytes, long length, Step then) throws UnusableMediaException {
    require(length >= bytes && (chunk == VP8X || info().isEmpty()));
    chunkLeft -= bytes;
    want(bytes, then);
  }

  private void extended() throws UnusableMediaException {
    if ((u8(0) & ANIMATION_FLAG) != 0) {
      throw UnusableMediaException.animated();
    }
    canvas = limits.accept(u24le(4) + 1L, u24le(7) + 1L);
    rest();
  }

  /** A VP8 key frame's head (RFC 6386, section 9.1). */
  private void lossy() throws UnusableMediaException {
    require((u8(0) & 1) == 0 && u24le(3) == VP8_START_CODE);
    require(u24le(0) >>> 5 <= chunkLeft + 10);
    image(limits.accept(u16le(6) & 0x3fff, u16le(8) & 0x3fff), alphaChunk);
  }

  /** A VP8L head: signature, two 14-bit lengths, the alpha hint, the version. */
  private void lossless() throws UnusableMediaException {
    long bits = u32le(1);
    require(u8(0) == 0x2f && bits >>> 29 == 0);
    image(limits.accept((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1), (bits >>> 28 & 1) != 0);
  }

  private void image(ImageSize size, boolean alpha) throws UnusableMediaException {
    require(canvas == null || canvas.equals(size));
    known(ImageInfo.of(OutputFormat.WEBP, size, alpha, Math.max(1, orientation)));
    rest();
  }

  /** It stands behind the picture as a rule; the first one counts. */
  private void exif() throws UnusableMediaException {
    orientation = ExifOrientation.inChunk(field(), fieldLength());
    var shown = info();
    if (shown.isPresent()) {
      var picture = shown.get();
      known(ImageInfo.of(picture.format(), picture.stored(), picture.alpha(), orientation));
    }
    rest();
  }

  private void other() throws UnusableMediaException {
    if (chunk == ANIM || chunk == ANMF) {
      throw UnusableMediaException.animated();
    }
    if (chunk == ALPH) {
      require(info().isEmpty() && !alphaChunk);
      alphaChunk = true;
    }
    rest();
  }

  @Override
  boolean pictureData() {
    return chunk == VP8 || chunk == VP8L || chunk == ALPH;
  }

  private void rest() throws UnusableMediaException {
    pass(chunkLeft, this::chunkEnd);
  }

  private void chunkEnd() throws UnusableMediaException {
    if (left > 0) {
      require(left >= 8);
      want(8, this::chunkHead);
    } else {
      require(info().isPresent());
      end();
    }
  }
}
