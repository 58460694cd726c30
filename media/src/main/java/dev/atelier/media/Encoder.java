package dev.atelier.media;

import dev.atelier.image.OutputFormat;
import dev.atelier.media.png.PixelRows;
import dev.atelier.media.png.PngWriter;
import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.EncoderJPEG;
import io.github.humbleui.skija.Image;
import io.github.humbleui.skija.impl.Native;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Encodes a {@link Raster}. PNG keeps every pixel; JPEG has no alpha, so that transparent pictures
 * lie on white; WebP keeps alpha, and every pixel too at compression 100 only (where lossless is
 * also faster than lossy). The same pixels and marks give the same bytes.
 *
 * <p>The bytes leave in blocks of at most 64 KiB; what the native encoders make lies outside the
 * heap meanwhile. Run it inside {@link PixelBudget#with}.
 */
public final class Encoder {
  private static final int WEBP_EDGE_MAX = 16_383;
  private static final int JPEG_EDGE_MAX = 65_500;

  /** From this quality on JPEG keeps colour as fine as light: our pictures hold coloured type. */
  private static final int FULL_CHROMA_FROM = 95;

  private static final int NATIVE_ALPHA_IGNORED = 0;
  private static final int NATIVE_DS_420 = 0;
  private static final int NATIVE_DS_444 = 2;

  /**
   * Writes {@code raster} to {@code out}, which is neither flushed nor closed.
   *
   * @param compression quality of JPEG and WebP, 0..100, 100 loses least; PNG ignores it
   * @param marks metadata to write with it, {@link Marks#NONE} for none
   * @throws IOException from {@code out}
   */
  public void encode(
      Raster raster, OutputFormat format, int compression, Marks marks, OutputStream out)
      throws IOException {
    if (compression < 0 || compression > 100) {
      throw new IllegalArgumentException("compression out of 0..100: " + compression);
    }
    switch (format) {
      case PNG -> PngWriter.write(rows(raster), xmp(marks), texts(marks), out);
      case JPEG -> jpeg(raster, compression, marks, out);
      case WEBP -> {
        requireEdge(raster, WEBP_EDGE_MAX);
        WebpWriter.write(raster, compression, xmp(marks), out);
      }
    }
  }

  private static Optional<byte[]> xmp(Marks marks) {
    return marks.isNone() ? Optional.empty() : Optional.of(marks.toXmp());
  }

  private static Map<String, String> texts(Marks marks) {
    var texts = new TreeMap<>(marks.properties());
    if (!marks.generator().isEmpty()) {
      texts.put("Software", marks.generator());
    }
    return texts;
  }

  private static PixelRows rows(Raster raster) {
    return new PixelRows() {
      @Override
      public int width() {
        return raster.width();
      }

      @Override
      public int height() {
        return raster.height();
      }

      @Override
      public boolean alpha() {
        return raster.hasAlpha();
      }

      @Override
      public void read(int y, byte[] rgba) {
        raster.readRow(y, rgba);
        if (raster.hasAlpha()) {
          Premultiplied.undoRow(rgba, raster.rowBytes());
        }
      }
    };
  }

  private static void jpeg(Raster raster, int compression, Marks marks, OutputStream out)
      throws IOException {
    requireEdge(raster, JPEG_EDGE_MAX);
    if (raster.hasAlpha()) {
      try (var paper = raster.onWhite()) {
        jpeg(paper, compression, marks, out);
      }
      return;
    }
    try (var image = raster.share(false);
        var data = jpegData(image, Math.max(1, compression))) {
      Splice.jpeg(data.toByteBuffer(), xmp(marks), out);
    }
  }

  /**
   * Skija hands its two modes over in the wrong order (0.143.17), so that its own method always
   * subsamples; the native call has no public form that does not.
   */
  private static Data jpegData(Image image, int quality) {
    int chroma = quality < FULL_CHROMA_FROM ? NATIVE_DS_420 : NATIVE_DS_444;
    long data =
        EncoderJPEG._nEncode(0, Native.getPtr(image), quality, NATIVE_ALPHA_IGNORED, chroma);
    if (data == 0) {
      throw new IllegalStateException("the native encoder gave nothing");
    }
    return new Data(data);
  }

  private static void requireEdge(Raster raster, int edgeMax) {
    if (raster.size().longEdge() > edgeMax) {
      throw new IllegalArgumentException(raster.size() + " exceeds an edge of " + edgeMax);
    }
  }
}
