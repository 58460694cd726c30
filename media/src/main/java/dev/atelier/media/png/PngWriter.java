package dev.atelier.media.png;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Writes a PNG of 8-bit RGB, or RGBA where the picture has alpha, as sRGB and not interlaced. The
 * bytes leave in blocks of at most 64 KiB; the heap holds a few rows. The same pixels and texts
 * give the same bytes.
 */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BLOCK_BYTES = 64 * 1024;

  private PngWriter() {}

  /**
   * Writes the whole file.
   *
   * @param xmp a packet for the chunk {@code XML:com.adobe.xmp}
   * @param texts keyword (1..79 of Latin-1) and text, one chunk each: tEXt where the text is
   *     Latin-1, else iTXt
   */
  public static void write(
      PixelRows rows, Optional<byte[]> xmp, Map<String, String> texts, OutputStream out)
      throws IOException {
    out.write(SIGNATURE);
    var chunks = new ChunkWriter(out);
    chunks.chunk("IHDR", header(rows));
    chunks.chunk("sRGB", new byte[] {0});
    for (var text : texts.entrySet()) {
      text(chunks, text.getKey(), text.getValue());
    }
    if (xmp.isPresent()) {
      chunks.chunk("iTXt", international("XML:com.adobe.xmp", xmp.get()));
    }
    imageData(rows, chunks);
    chunks.chunk("IEND", new byte[0]);
  }

  private static byte[] header(PixelRows rows) {
    var header = new byte[13];
    putInt(header, 0, rows.width());
    putInt(header, 4, rows.height());
    header[8] = 8;
    header[9] = (byte) (rows.alpha() ? 6 : 2);
    return header;
  }

  private static void putInt(byte[] into, int at, int value) {
    for (int i = 0; i < 4; i++) {
      into[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  private static void text(ChunkWriter chunks, String keyword, String text) throws IOException {
    if (ISO_8859_1.newEncoder().canEncode(text)) {
      chunks.chunk("tEXt", (keyword + "\0" + text).getBytes(ISO_8859_1));
    } else {
      chunks.chunk("iTXt", international(keyword, text.getBytes(UTF_8)));
    }
  }

  /** Keyword, not compressed, no language, no translated keyword, text in UTF-8. */
  private static byte[] international(String keyword, byte[] text) {
    var data = new ByteArrayOutputStream();
    data.writeBytes(keyword.getBytes(ISO_8859_1));
    data.writeBytes(new byte[5]);
    data.writeBytes(text);
    return data.toByteArray();
  }

  private static void imageData(PixelRows rows, ChunkWriter chunks) throws IOException {
    var packing = PackingChoice.of(rows);
    var filtered = new FilteredRows(rows, packing.filter());
    var rowBlock = new byte[filtered.rowBytes()];
    var data = new ImageData(chunks, packing.deflater());
    try {
      for (int y = 0; y < rows.height(); y++) {
        filtered.next(rowBlock, 0);
        data.put(rowBlock);
      }
      data.finish();
    } finally {
      data.end();
    }
  }

  /** Squeezed bytes on their way into IDAT chunks. */
  private static final class ImageData {
    private final ChunkWriter chunks;
    private final Deflater deflater;
    private final byte[] block = new byte[BLOCK_BYTES - 12];
    private int filled;

    ImageData(ChunkWriter chunks, Deflater deflater) {
      this.chunks = chunks;
      this.deflater = deflater;
    }

    void put(byte[] bytes) throws IOException {
      deflater.setInput(bytes);
      while (!deflater.needsInput()) {
        squeeze();
      }
    }

    private void squeeze() throws IOException {
      filled += deflater.deflate(block, filled, block.length - filled);
      if (filled == block.length) {
        flush();
      }
    }

    private void flush() throws IOException {
      chunks.chunk("IDAT", block, filled);
      filled = 0;
    }

    void finish() throws IOException {
      deflater.finish();
      while (!deflater.finished()) {
        squeeze();
      }
      if (filled > 0) {
        flush();
      }
    }

    void end() {
      deflater.end();
    }
  }
}
