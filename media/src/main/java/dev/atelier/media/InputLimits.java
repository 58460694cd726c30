package dev.atelier.media;

import dev.atelier.image.ImageSize;

/**
 * What we accept as an input picture.
 *
 * @param bytesMax size of the file
 * @param pixelsMax width times height as the header claims them
 * @param framesMax pictures in one file; always 1 so far: an animation is refused
 */
public record InputLimits(long bytesMax, long pixelsMax, int framesMax) {
  private static final int EDGE_MAX = 65_535;
  private static final long MEGA = 1_000_000;
  private static final long MEBI = 1 << 20;

  /** 50 MiB, 64 megapixels, one frame. */
  public static final InputLimits DEFAULT = new InputLimits(50 * MEBI, 64 * MEGA, 1);

  public InputLimits {
    if (bytesMax < 1 || pixelsMax < 1 || framesMax != 1) {
      throw new IllegalArgumentException("limits must be positive, and frames 1");
    }
  }

  /** The claimed size, or a refusal; {@code width} and {@code height} may be anything. */
  ImageSize accept(long width, long height) throws UnusableMediaException {
    var claim = "claims " + width + "x" + height;
    if (width < 1 || height < 1) {
      throw new UnusableMediaException(claim + ", which is no picture");
    }
    if (width > EDGE_MAX || height > EDGE_MAX) {
      throw new UnusableMediaException(claim + ", more than " + EDGE_MAX + " pixels on one edge");
    }
    if (width * height > pixelsMax) {
      throw new UnusableMediaException(claim + ", more than " + pixelsWord());
    }
    return new ImageSize((int) width, (int) height);
  }

  UnusableMediaException tooLarge() {
    return new UnusableMediaException(
        bytesMax % MEBI == 0
            ? "is larger than " + bytesMax / MEBI + " MB"
            : "is larger than " + bytesMax + " bytes");
  }

  private String pixelsWord() {
    return pixelsMax % MEGA == 0 ? pixelsMax / MEGA + " megapixels" : pixelsMax + " pixels";
  }
}
