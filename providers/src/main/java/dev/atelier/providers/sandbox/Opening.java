package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import java.util.Optional;

/** The smallest rectangle around a mask's fully transparent pixels. */
record Opening(int left, int top, int right, int bottom) {

  static Optional<Opening> of(Raster mask) {
    var alphas = new byte[mask.width()];
    int left = mask.width();
    int right = 0;
    int top = mask.height();
    int bottom = 0;
    for (int y = 0; y < mask.height(); y++) {
      mask.readAlphaRow(y, alphas);
      for (int x = 0; x < alphas.length; x++) {
        if (alphas[x] == 0) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    return right == 0 ? Optional.empty() : Optional.of(new Opening(left, top, right, bottom));
  }

  ImageSize size() {
    return new ImageSize(right - left, bottom - top);
  }

  /** Copies this part of {@code from} into {@code patch}, which has its size. */
  void copyFrom(Raster from, Raster patch) {
    var row = new byte[from.width() * 4];
    var part = new byte[patch.width() * 4];
    for (int y = top; y < bottom; y++) {
      from.readRow(y, row);
      System.arraycopy(row, left * 4, part, 0, part.length);
      patch.writeRow(y - top, part);
    }
  }

  /** Puts the patch's pixels into {@code to} where the mask is fully transparent. */
  void replace(Raster mask, Raster patch, Raster to) {
    var alphas = new byte[mask.width()];
    var part = new byte[patch.width() * 4];
    var row = new byte[to.width() * 4];
    for (int y = top; y < bottom; y++) {
      mask.readAlphaRow(y, alphas);
      patch.readRow(y - top, part);
      to.readRow(y, row);
      for (int x = left; x < right; x++) {
        if (alphas[x] == 0) {
          System.arraycopy(part, (x - left) * 4, row, x * 4, 4);
        }
      }
      to.writeRow(y, row);
    }
  }
}
