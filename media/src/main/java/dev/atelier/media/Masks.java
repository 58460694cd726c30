package dev.atelier.media;

import dev.atelier.image.OutputFormat;
import java.nio.file.Path;

/**
 * What a mask must be, and what it protects: fully transparent pixels mark what to change in the
 * first image (OpenAI Images, mask). PNG or WebP with an alpha channel, of the image's size as
 * shown, whatever the image's own format.
 */
public final class Masks {
  private Masks() {}

  /**
   * Accepts a mask, or says why not; its pixels are not decoded.
   *
   * @param mask the file, read through once to see that it is whole
   * @param maskInfo what {@link Probe} said of it
   * @param first the image it belongs to
   */
  public static void check(Path mask, ImageInfo maskInfo, ImageInfo first)
      throws UnusableMediaException {
    if (maskInfo.format() == OutputFormat.JPEG) {
      throw new UnusableMediaException("is a JPEG, which has no alpha channel");
    }
    if (!maskInfo.alpha()) {
      throw new UnusableMediaException("has no alpha channel");
    }
    if (!maskInfo.size().equals(first.size())) {
      throw new UnusableMediaException(
          "is " + maskInfo.size() + ", but the first image is " + first.size());
    }
    WholeFile.check(mask, InputLimits.DEFAULT);
  }

  /**
   * Puts the original's pixels back wherever {@code mask} is not fully transparent. All three have
   * the same size; an original with alpha lies on white where {@code edited} has none.
   */
  public static void keepOutside(Raster mask, Raster original, Raster edited) {
    requireSameSize(mask, original);
    requireSameSize(mask, edited);
    var alphas = new byte[mask.width()];
    var kept = new byte[mask.rowBytes()];
    var changed = new byte[mask.rowBytes()];
    for (int y = 0; y < mask.height(); y++) {
      mask.readAlphaRow(y, alphas);
      original.readRow(y, kept);
      edited.readRow(y, changed);
      if (!edited.hasAlpha()) {
        Premultiplied.onWhite(kept, kept.length);
      }
      for (int x = 0; x < alphas.length; x++) {
        if (alphas[x] != 0) {
          System.arraycopy(kept, 4 * x, changed, 4 * x, 4);
        }
      }
      edited.writeRow(y, changed);
    }
  }

  private static void requireSameSize(Raster mask, Raster other) {
    if (!mask.size().equals(other.size())) {
      throw new IllegalArgumentException("mask " + mask.size() + " on " + other.size());
    }
  }
}
