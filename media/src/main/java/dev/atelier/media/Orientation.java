package dev.atelier.media;

import java.nio.IntBuffer;

/**
 * Turns a stored raster into the one to be shown, for the eight EXIF orientations: 2 mirrored, 3
 * upside down, 4 both, 5..8 the same with rows and columns exchanged.
 */
final class Orientation {
  private Orientation() {}

  /** A new raster; {@code stored} stays open. */
  static Raster apply(Raster stored, ImageInfo info) {
    var shown = Raster.unset(info.size(), stored.hasAlpha());
    var from = stored.pixels().asIntBuffer();
    var to = shown.pixels().asIntBuffer();
    int width = info.size().width();
    int height = info.size().height();
    var row = new int[width];
    for (int y = 0; y < height; y++) {
      fill(row, from, start(info, y), step(info));
      to.put(y * width, row);
    }
    return shown;
  }

  private static void fill(int[] row, IntBuffer from, int start, int step) {
    for (int x = 0, at = start; x < row.length; x++, at += step) {
      row[x] = from.get(at);
    }
  }

  /** Where the first pixel of shown row {@code y} is stored. */
  private static int start(ImageInfo info, int y) {
    int width = info.stored().width();
    int height = info.stored().height();
    int last = width * (height - 1);
    return switch (info.orientation()) {
      case 2 -> y * width + width - 1;
      case 3 -> (height - 1 - y) * width + width - 1;
      case 4 -> (height - 1 - y) * width;
      case 5 -> y;
      case 6 -> last + y;
      case 7 -> last + width - 1 - y;
      case 8 -> width - 1 - y;
      default -> y * width;
    };
  }

  /** How far apart two neighbours of a shown row are stored. */
  private static int step(ImageInfo info) {
    int width = info.stored().width();
    return switch (info.orientation()) {
      case 2, 3 -> -1;
      case 5, 8 -> width;
      case 6, 7 -> -width;
      default -> 1;
    };
  }
}
