package dev.atelier.media;

import dev.atelier.image.ImageSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts an XMP packet into a finished JPEG or WebP while copying it out in small blocks. */
final class Splice {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  private static final int XMP_FLAG = 0x04;
  private static final int ALPHA_FLAG = 0x10;
  private static final int VP8L_ALPHA_BIT = 1 << 28;

  private Splice() {}

  /** As an APP1 segment, after the start marker and JFIF's segment. */
  static void jpeg(ByteBuffer file, Optional<byte[]> xmp, OutputStream out) throws IOException {
    var bytes = file.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (xmp.isPresent()) {
      boolean jfif = (bytes.getShort(2) & 0xffff) == APP0;
      copy(bytes, jfif ? 4 + (bytes.getShort(4) & 0xffff) : 2, out);
      var name = MarksReader.JPEG_XMP;
      var head = ByteBuffer.allocate(4 + name.length);
      head.putShort((short) APP1).putShort((short) (2 + name.length + xmp.get().length)).put(name);
      out.write(head.array());
      out.write(xmp.get());
    }
    copy(bytes, bytes.remaining(), out);
  }

  /** As the last chunk, announced in an extended header that simple files get now. */
  static void webp(ByteBuffer file, ImageSize size, Optional<byte[]> xmp, OutputStream out)
      throws IOException {
    var bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (xmp.isEmpty()) {
      copy(bytes, bytes.remaining(), out);
      return;
    }
    boolean extended = fourcc(bytes, 12).equals("VP8X");
    int flags = extended ? bytes.get(20) : simpleFlags(bytes);
    bytes.position(extended ? 30 : 12);
    webpHead(size, flags, bytes.remaining(), xmp, out);
    copy(bytes, bytes.remaining(), out);
    webpTail(xmp, out);
  }

  /** A simple lossy file together with the content of an alpha chunk. */
  static void webpWithAlpha(
      ByteBuffer file, ByteBuffer alpha, ImageSize size, Optional<byte[]> xmp, OutputStream out)
      throws IOException {
    var colours = file.duplicate().position(12);
    int alphaBytes = alpha.remaining();
    int padding = alphaBytes & 1;
    webpHead(size, ALPHA_FLAG, 8 + alphaBytes + padding + colours.remaining(), xmp, out);
    out.write(chunkHead("ALPH", alphaBytes));
    copy(alpha, alphaBytes, out);
    out.write(new byte[padding]);
    copy(colours, colours.remaining(), out);
    webpTail(xmp, out);
  }

  /** RIFF and the extended header of a file with {@code bodyBytes} of chunks before any XMP. */
  private static void webpHead(
      ImageSize size, int flags, int bodyBytes, Optional<byte[]> xmp, OutputStream out)
      throws IOException {
    int packetBytes = xmp.map(packet -> 8 + packet.length + (packet.length & 1)).orElse(0);
    var head = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii("RIFF")).putInt(22 + bodyBytes + packetBytes).put(ascii("WEBP"));
    head.put(chunkHead("VP8X", 10)).putInt(flags | (packetBytes == 0 ? 0 : XMP_FLAG));
    putU24(head, size.width() - 1);
    putU24(head, size.height() - 1);
    out.write(head.array());
  }

  private static void webpTail(Optional<byte[]> xmp, OutputStream out) throws IOException {
    if (xmp.isPresent()) {
      out.write(chunkHead("XMP ", xmp.get().length));
      out.write(xmp.get());
      out.write(new byte[xmp.get().length & 1]);
    }
  }

  private static byte[] chunkHead(String name, int length) {
    var head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return head.put(ascii(name)).putInt(length).array();
  }

  private static int simpleFlags(ByteBuffer bytes) {
    boolean alpha = fourcc(bytes, 12).equals("VP8L") && (bytes.getInt(21) & VP8L_ALPHA_BIT) != 0;
    return alpha ? ALPHA_FLAG : 0;
  }

  private static String fourcc(ByteBuffer bytes, int at) {
    var four = new byte[4];
    bytes.get(at, four);
    return new String(four, StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void putU24(ByteBuffer into, int value) {
    into.putShort((short) value).put((byte) (value >>> 16));
  }

  private static void copy(ByteBuffer bytes, int length, OutputStream out) throws IOException {
    var block = new byte[Math.min(length, BLOCK_BYTES)];
    for (int left = length; left > 0; ) {
      int next = Math.min(left, block.length);
      bytes.get(block, 0, next);
      out.write(block, 0, next);
      left -= next;
    }
  }
}
