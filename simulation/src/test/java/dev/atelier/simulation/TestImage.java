package dev.atelier.simulation;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Tiny pictures of one colour, each colour another content. */
final class TestImage {
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");

  private TestImage() {}

  /** A PNG of that many pixels, all of the colour 0xRRGGBB. */
  static byte[] png(int width, int height, int colour) {
    var out = new ByteArrayOutputStream(160);
    out.writeBytes(SIGNATURE);
    byte[] header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array();
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(rows(width, height, colour)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** A JPEG of that many pixels, all of the colour 0xRRGGBB. */
  static byte[] jpeg(int width, int height, int colour) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int at = 0; at < width * height; at++) {
      image.setRGB(at % width, at / width, colour);
    }
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The first half of a picture. */
  static byte[] torn(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] rows(int width, int height, int colour) {
    var rows = ByteBuffer.allocate(height * (1 + 3 * width));
    for (int y = 0; y < height; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < width; x++) {
        rows.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
      }
    }
    return rows.array();
  }

  private static byte[] deflated(byte[] bytes) {
    try (var deflater = new Deflater(1)) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] block = new byte[bytes.length + 64];
      return Arrays.copyOf(block, deflater.deflate(block));
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
