package dev.atelier.server.endurance;

import dev.atelier.image.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * PNGs made once for each size: noise, so that the bytes are about as many as the samples. A
 * comment in each copy makes its content its own.
 */
final class Prints {
  private static final int IEND_BYTES = 12;

  private final Map<ImageSize, byte[]> made = new ConcurrentHashMap<>();

  /** Writes a picture of this size with {@code comment} inside. */
  void write(ImageSize size, String comment, OutputStream out) throws IOException {
    byte[] png = made.computeIfAbsent(size, Prints::draw);
    int end = png.length - IEND_BYTES;
    out.write(png, 0, end);
    out.write(chunk("tEXt", ("Comment\0" + comment).getBytes(StandardCharsets.ISO_8859_1)));
    out.write(png, end, IEND_BYTES);
  }

  private static byte[] draw(ImageSize size) {
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    new SplittableRandom(1)
        .nextBytes(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    var crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(data);
    out.writeInt(data.length);
    out.write(type.getBytes(StandardCharsets.US_ASCII));
    out.write(data);
    out.writeInt((int) crc.getValue());
    return bytes.toByteArray();
  }
}
