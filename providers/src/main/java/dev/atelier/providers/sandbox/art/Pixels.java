package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Bitmap;

/** Copies small bitmaps to the heap. */
final class Pixels {
  private Pixels() {}

  /** Premultiplied RGBA, row by row. */
  static byte[] of(Bitmap bitmap) {
    try (var pixmap = bitmap.peekPixels()) {
      if (pixmap == null) {
        throw new IllegalStateException("the bitmap has no pixels");
      }
      var buffer = pixmap.getBuffer();
      var bytes = new byte[pixmap.computeByteSize()];
      buffer.get(0, bytes);
      return bytes;
    }
  }
}
