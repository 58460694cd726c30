package dev.atelier.media;

import dev.atelier.image.ImageSize;
import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.ColorAlphaType;
import io.github.humbleui.skija.ColorSpace;
import io.github.humbleui.skija.ColorType;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.Pixmap;
import io.github.humbleui.skija.Surface;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture as pixels: 8-bit RGBA in sRGB, premultiplied by alpha, top row first, without gaps. The
 * pixels lie in native memory, 4 bytes each, until {@link #close()}; the heap holds only this
 * object. Not for use by several threads at once.
 */
public final class Raster implements AutoCloseable {
  static final int PIXEL_BYTES = 4;

  private final ImageSize size;
  private final boolean alpha;
  private final Bitmap bitmap;
  private final ByteBuffer pixels;
  private @Nullable Surface surface;

  private Raster(ImageSize size, boolean alpha) {
    this.size = size;
    this.alpha = alpha;
    this.bitmap = new Bitmap();
    if (!bitmap.allocPixels(skijaInfo(size, alpha), rowBytes())) {
      bitmap.close();
      throw new OutOfMemoryError("no native memory for a raster of " + size);
    }
    try (var pixmap = pixmap()) {
      this.pixels = pixmap.getBuffer();
    }
  }

  /** A new picture: transparent with {@code alpha}, else opaque white. */
  public static Raster blank(ImageSize size, boolean alpha) {
    var raster = new Raster(size, alpha);
    raster.bitmap.erase(alpha ? 0 : 0xffffffff);
    return raster;
  }

  /** A raster whose pixels hold anything until they are written. */
  static Raster unset(ImageSize size, boolean alpha) {
    return new Raster(size, alpha);
  }

  private static io.github.humbleui.skija.ImageInfo skijaInfo(ImageSize size, boolean alpha) {
    return new io.github.humbleui.skija.ImageInfo(
        size.width(),
        size.height(),
        ColorType.RGBA_8888,
        alpha ? ColorAlphaType.PREMUL : ColorAlphaType.OPAQUE,
        ColorSpace.getSRGB());
  }

  private Pixmap pixmap() {
    return Objects.requireNonNull(bitmap.peekPixels(), "pixels were allocated");
  }

  public ImageSize size() {
    return size;
  }

  public int width() {
    return size.width();
  }

  public int height() {
    return size.height();
  }

  /** Whether pixels may be transparent; where not, every alpha byte is 255. */
  public boolean hasAlpha() {
    return alpha;
  }

  /** Draws into the pixels, at once; valid until this raster is closed, and not to be closed. */
  public Canvas canvas() {
    requireOpen();
    var drawn = surface;
    if (drawn == null) {
      try (var pixmap = pixmap()) {
        drawn = Surface.wrapPixels(pixmap);
      }
      surface = drawn;
    }
    return drawn.getCanvas();
  }

  /**
   * The picture for drawing elsewhere. It shares the pixels: the caller closes it before this
   * raster, and draws nothing into this raster meanwhile.
   */
  public Image image() {
    return share(true);
  }

  /** Shared pixels, with or without the note that they are sRGB. */
  Image share(boolean colorSpace) {
    requireOpen();
    try (var shared = bitmap.makeClone()) {
      if (!colorSpace) {
        shared.setColorSpace(null);
      }
      shared.setImmutable();
      return Image.makeRasterFromBitmap(shared);
    }
  }

  /** Copies row {@code y}, 4 bytes for each pixel, premultiplied R, G, B, A. */
  public void readRow(int y, byte[] rgba) {
    pixels.get(offset(0, y), rgba, 0, rowBytes());
  }

  /** Sets row {@code y} in the form of {@link #readRow}. */
  public void writeRow(int y, byte[] rgba) {
    pixels.put(offset(0, y), rgba, 0, rowBytes());
  }

  /** Copies the alpha of row {@code y}, one byte for each pixel. */
  public void readAlphaRow(int y, byte[] alphas) {
    int from = offset(0, y) + 3;
    for (int x = 0; x < width(); x++) {
      alphas[x] = pixels.get(from + x * PIXEL_BYTES);
    }
  }

  /** One pixel as {@code 0xAARRGGBB}, not premultiplied. */
  public int argb(int x, int y) {
    int at = offset(x, y);
    int a = pixels.get(at + 3) & 0xff;
    return a << 24
        | Premultiplied.undo(pixels.get(at) & 0xff, a) << 16
        | Premultiplied.undo(pixels.get(at + 1) & 0xff, a) << 8
        | Premultiplied.undo(pixels.get(at + 2) & 0xff, a);
  }

  /** Whether nothing shows through any pixel. */
  public boolean opaque() {
    var alphas = new byte[width()];
    for (int y = 0; alpha && y < height(); y++) {
      readAlphaRow(y, alphas);
      for (byte one : alphas) {
        if (one != (byte) 255) {
          return false;
        }
      }
    }
    return true;
  }

  /** An opaque copy that lies on white. */
  public Raster onWhite() {
    var paper = new Raster(size, false);
    var row = new byte[rowBytes()];
    for (int y = 0; y < height(); y++) {
      readRow(y, row);
      Premultiplied.onWhite(row, row.length);
      paper.writeRow(y, row);
    }
    return paper;
  }

  int rowBytes() {
    return size.width() * PIXEL_BYTES;
  }

  /** The pixels themselves; never outlives this raster. */
  ByteBuffer pixels() {
    requireOpen();
    return pixels;
  }

  Bitmap bitmap() {
    return bitmap;
  }

  /** Native memory that was given back must not be touched again. */
  private void requireOpen() {
    if (bitmap.isClosed()) {
      throw new IllegalStateException("the raster is closed");
    }
  }

  private int offset(int x, int y) {
    requireOpen();
    if (x < 0 || y < 0 || x >= width() || y >= height()) {
      throw new IndexOutOfBoundsException(x + "," + y + " is outside " + size);
    }
    return (y * width() + x) * PIXEL_BYTES;
  }

  @Override
  public void close() {
    if (surface != null) {
      surface.close();
      surface = null;
    }
    if (!bitmap.isClosed()) {
      bitmap.close();
    }
  }
}
