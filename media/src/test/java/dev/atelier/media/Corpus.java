package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for the tests, made on the spot. */
final class Corpus {
  static final Marks MARKS =
      new Marks(
          "algorithmicMedia",
          "Atelier sandbox",
          Map.of("seed", "42", "note", "a \"fox\" & <friends>, 狐狸", "image-index", "0"));

  private Corpus() {}

  /** A smooth picture with some edges; with alpha, also a hole, a veil and a ramp. */
  static Raster image(int width, int height, boolean alpha) {
    var raster = Raster.blank(new ImageSize(width, height), alpha);
    var row = new byte[width * 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int a = alpha ? alphaAt(x, y, width, height) : 255;
        boolean box = x > width / 4 && x < width / 2 && y > height / 3;
        row[4 * x] = (byte) ((box ? 220 : 255 * x / width) * a / 255);
        row[4 * x + 1] = (byte) ((box ? 40 : 255 * y / height) * a / 255);
        row[4 * x + 2] = (byte) ((box ? 60 : 128 + x * y % 32) * a / 255);
        row[4 * x + 3] = (byte) a;
      }
      raster.writeRow(y, row);
    }
    return raster;
  }

  private static int alphaAt(int x, int y, int width, int height) {
    if (x < width / 4 && y < height / 4) {
      return 0;
    }
    return y > height / 2 ? 255 * x / width : 255;
  }

  static byte[] encode(Raster raster, OutputFormat format, int compression, Marks marks) {
    try {
      var out = new ByteArrayOutputStream();
      new Encoder().encode(raster, format, compression, marks, out);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A small file of each format; PNG and WebP with alpha when asked. */
  static byte[] file(OutputFormat format, boolean alpha) {
    try (var raster = image(48, 32, alpha)) {
      return encode(raster, format, 90, Marks.NONE);
    }
  }

  static Path store(Path directory, byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(directory, "picture", ".bin"), bytes);
  }

  static ImageInfo probe(byte[] bytes) throws UnusableMediaException {
    return Probe.read(new ByteArrayInputStream(bytes));
  }

  static ImageInfo check(byte[] bytes) throws UnusableMediaException {
    var check = new StructureCheck(InputLimits.DEFAULT);
    check.write(bytes, 0, bytes.length);
    return check.finish();
  }

  static Raster decode(Path directory, byte[] bytes) throws IOException, UnusableMediaException {
    var file = store(directory, bytes);
    return new Decoder().decode(file, Probe.read(file));
  }

  static byte[] imageIo(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  static byte[] jpegOfBands(java.awt.image.Raster bands, boolean progressive) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var param = writer.getDefaultWriteParam();
    if (progressive) {
      param.setProgressiveMode(javax.imageio.ImageWriteParam.MODE_DEFAULT);
    }
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(bands, null, null), param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** The JPEG with an Exif segment that names {@code orientation} right after its start. */
  static byte[] withOrientation(byte[] jpeg, int orientation, ByteOrder order) {
    var exif = exif(orientation, order);
    var segment = ByteBuffer.allocate(10 + exif.length);
    segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
    segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
    return insert(jpeg, 2, segment.array());
  }

  /** Exif data that names an orientation and nothing else. */
  static byte[] exif(int orientation, ByteOrder order) {
    var exif = ByteBuffer.allocate(26).order(order);
    exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    exif.putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0);
    return exif.array();
  }

  /** The WebP with an EXIF chunk at its end, announced in an extended header. */
  static byte[] webpWithExif(byte[] webp, byte[] exif) {
    boolean extended = webp[15] == 'X';
    var chunks = Arrays.copyOfRange(webp, extended ? 30 : 12, webp.length);
    int padding = exif.length & 1;
    var all = ByteBuffer.allocate(30 + chunks.length + 8 + exif.length + padding);
    all.order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII));
    all.putInt(all.capacity() - 8).put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII));
    all.putInt(10).putInt((extended ? webp[20] : 0) | 0x08);
    all.put(new byte[] {47, 0, 0, 31, 0, 0}).put(chunks);
    all.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    return all.array();
  }

  /** Where a baseline JPEG's frame header begins. */
  static int jpegFrameAt(byte[] jpeg) {
    for (int at = 2; ; at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2)) {
      if ((jpeg[at + 1] & 0xff) == 0xc0) {
        return at;
      }
    }
  }

  static byte[] insert(byte[] bytes, int at, byte[] more) {
    var out = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, out, at, more.length);
    System.arraycopy(bytes, at, out, at + more.length, bytes.length - at);
    return out;
  }

  static byte[] chunk(String type, byte[] data) {
    var chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /** A PNG of a few bytes whose header claims any size. */
  static byte[] pngClaiming(int width, int height) {
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(chunk("IHDR", header.array()));
    out.writeBytes(chunk("IDAT", new byte[8]));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  /** Where a PNG's IHDR ends: the place for a chunk that must come early. */
  static final int AFTER_IHDR = 33;

  static byte[] noise(int length, long seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The largest difference of any channel, over the whole picture. */
  static int difference(Raster one, Raster other) {
    var a = new byte[one.rowBytes()];
    var b = new byte[other.rowBytes()];
    int most = one.size().equals(other.size()) ? 0 : Integer.MAX_VALUE;
    for (int y = 0; most < 256 && y < one.height(); y++) {
      one.readRow(y, a);
      other.readRow(y, b);
      for (int i = 0; i < a.length; i++) {
        most = Math.max(most, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
      }
    }
    return most;
  }
}
