package dev.atelier.media.png;

/** Where the writer takes its pixels from. */
public interface PixelRows {
  int width();

  int height();

  /** Whether the alpha bytes count; the file has them only then. */
  boolean alpha();

  /** Copies row {@code y} as R, G, B, A bytes, not premultiplied. May be asked in any order. */
  void read(int y, byte[] rgba);
}
