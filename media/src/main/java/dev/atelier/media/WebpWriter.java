package dev.atelier.media;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.EncodeWEBPCompressionMode;
import io.github.humbleui.skija.EncodeWEBPOptions;
import io.github.humbleui.skija.EncoderWEBP;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes WebP: lossless at compression 100, else lossy.
 *
 * <p>A lossy picture with alpha is put together here: the colours as one opaque picture, the alpha
 * as the green of a second, lossless one, whose data without its five-byte header is what an ALPH
 * chunk holds (RFC 9649, section 2.7.1.2). The native encoder makes the same file in three times
 * the time, because it tries hard to squeeze the alpha.
 */
final class WebpWriter {
  /** 0..100; more makes the file hardly smaller but takes several times as long. */
  private static final int LOSSLESS_EFFORT = 30;

  private static final EncodeWEBPOptions LOSSLESS =
      new EncodeWEBPOptions(EncodeWEBPCompressionMode.LOSSLESS, LOSSLESS_EFFORT);

  private static final int FILE_HEAD_BYTES = 20;
  private static final int VP8L_HEAD_BYTES = 5;
  private static final byte LOSSLESS_ALPHA = 1;

  private WebpWriter() {}

  static void write(Raster raster, int compression, Optional<byte[]> xmp, OutputStream out)
      throws IOException {
    var options =
        compression == 100
            ? LOSSLESS
            : new EncodeWEBPOptions(EncodeWEBPCompressionMode.LOSSY, compression);
    if (raster.hasAlpha() && compression < 100) {
      writeInParts(raster, options, xmp, out);
    } else {
      try (var data = encode(raster, options)) {
        Splice.webp(data.toByteBuffer(), raster.size(), xmp, out);
      }
    }
  }

  private static void writeInParts(
      Raster raster, EncodeWEBPOptions options, Optional<byte[]> xmp, OutputStream out)
      throws IOException {
    try (var colours = encodeColours(raster, options);
        var alpha = encodeAlpha(raster)) {
      Splice.webpWithAlpha(
          colours.toByteBuffer(), alphaChunk(alpha.toByteBuffer()), raster.size(), xmp, out);
    }
  }

  private static Data encodeColours(Raster raster, EncodeWEBPOptions options) {
    try (var colours = Raster.unset(raster.size(), false)) {
      var row = new byte[raster.rowBytes()];
      for (int y = 0; y < raster.height(); y++) {
        raster.readRow(y, row);
        Premultiplied.undoRow(row, row.length);
        for (int at = 3; at < row.length; at += Raster.PIXEL_BYTES) {
          row[at] = (byte) 255;
        }
        colours.writeRow(y, row);
      }
      return encode(colours, options);
    }
  }

  private static Data encodeAlpha(Raster raster) {
    try (var greens = Raster.unset(raster.size(), false)) {
      var row = new byte[raster.rowBytes()];
      for (int y = 0; y < raster.height(); y++) {
        raster.readRow(y, row);
        for (int at = 0; at < row.length; at += Raster.PIXEL_BYTES) {
          row[at] = 0;
          row[at + 1] = row[at + 3];
          row[at + 2] = 0;
          row[at + 3] = (byte) 255;
        }
        greens.writeRow(y, row);
      }
      return encode(greens, LOSSLESS);
    }
  }

  /** The content of an ALPH chunk, made of a lossless file's. */
  private static ByteBuffer alphaChunk(ByteBuffer lossless) {
    int length = Integer.reverseBytes(lossless.getInt(FILE_HEAD_BYTES - 4));
    var content = lossless.slice(FILE_HEAD_BYTES, length);
    content.position(VP8L_HEAD_BYTES - 1);
    var chunk = ByteBuffer.allocateDirect(content.remaining());
    return chunk.put(content).put(0, LOSSLESS_ALPHA).flip();
  }

  private static Data encode(Raster raster, EncodeWEBPOptions options) {
    try (var image = raster.share(false)) {
      var data = EncoderWEBP.encode(image, options);
      if (data == null) {
        throw new IllegalStateException("the native encoder gave nothing");
      }
      return data;
    }
  }
}
