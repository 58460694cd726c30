package dev.atelier.api.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.atelier.api.Samples;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures as a broken transfer or a broken program leaves them, each once with a sound header. */
enum Damaged {
  PNG_CUT_IN_HALF,
  PNG_WITHOUT_ITS_END,
  PNG_WITH_TOO_LITTLE_DATA,
  PNG_WITH_A_STREAM_OF_NOISE,
  PNG_WITH_A_STREAM_THAT_STOPS,
  PNG_WITH_A_WRONG_CHECKSUM,
  PNG_WITH_A_WRONG_FILTER,
  JPEG_CUT_IN_HALF,
  JPEG_CUT_BEFORE_ITS_END_MARKER,
  JPEG_WITHOUT_A_SCAN,
  WEBP_CUT_IN_HALF,
  WEBP_CUT_WITH_LENGTHS_THAT_FIT,
  WEBP_WITHOUT_LOSS_OF_NOISE,
  GIF_CUT_IN_HALF,
  GIF_WITHOUT_ITS_END;

  private static final int WIDTH = 200;
  private static final int HEIGHT = 150;

  byte[] bytes() {
    return switch (this) {
      case PNG_CUT_IN_HALF -> half(Samples.noise(WIDTH, HEIGHT));
      case PNG_WITHOUT_ITS_END -> cut(Samples.noise(WIDTH, HEIGHT), 12);
      case PNG_WITH_TOO_LITTLE_DATA -> png(deflated(new byte[(WIDTH * 3 + 1) * HEIGHT / 2]));
      case PNG_WITH_A_STREAM_OF_NOISE -> png(noise(5_000));
      case PNG_WITH_A_STREAM_THAT_STOPS -> png(half(deflated(noise((WIDTH * 3 + 1) * HEIGHT, 0))));
      case PNG_WITH_A_WRONG_CHECKSUM -> flipped(Samples.noise(WIDTH, HEIGHT), 5_000);
      case PNG_WITH_A_WRONG_FILTER -> {
        var rows = new byte[(WIDTH * 3 + 1) * HEIGHT];
        Arrays.fill(rows, (byte) 9);
        yield png(deflated(rows));
      }
      case JPEG_CUT_IN_HALF -> half(encoded(OutputFormat.JPEG));
      case JPEG_CUT_BEFORE_ITS_END_MARKER -> {
        byte[] half = half(encoded(OutputFormat.JPEG));
        half[half.length - 3] = 0;
        half[half.length - 2] = (byte) 0xff;
        half[half.length - 1] = (byte) 0xd9;
        yield half;
      }
      case JPEG_WITHOUT_A_SCAN -> {
        byte[] jpeg = Arrays.copyOf(encoded(OutputFormat.JPEG), 22);
        jpeg[20] = (byte) 0xff;
        jpeg[21] = (byte) 0xd9;
        yield jpeg;
      }
      case WEBP_CUT_IN_HALF -> half(encoded(OutputFormat.WEBP));
      case WEBP_CUT_WITH_LENGTHS_THAT_FIT -> {
        byte[] half = half(encoded(OutputFormat.WEBP));
        byte[] even = Arrays.copyOf(half, half.length & ~1);
        var lengths = ByteBuffer.wrap(even).order(ByteOrder.LITTLE_ENDIAN);
        lengths.putInt(4, even.length - 8).putInt(16, even.length - 20);
        yield even;
      }
      case WEBP_WITHOUT_LOSS_OF_NOISE -> {
        byte[] webp = encoded(OutputFormat.WEBP, 100);
        System.arraycopy(noise(webp.length - 40), 0, webp, 40, webp.length - 40);
        yield webp;
      }
      case GIF_CUT_IN_HALF -> half(Samples.image("gif", WIDTH, HEIGHT));
      case GIF_WITHOUT_ITS_END -> cut(Samples.image("gif", WIDTH, HEIGHT), 1);
    };
  }

  /** A whole picture of colours at random. */
  static byte[] encoded(OutputFormat format) {
    return encoded(format, 90);
  }

  private static byte[] encoded(OutputFormat format, int compression) {
    var bytes = new ByteArrayOutputStream();
    try (var raster = Raster.blank(new ImageSize(WIDTH, HEIGHT), false)) {
      var random = new Random(11);
      var row = new byte[WIDTH * 4];
      for (int y = 0; y < HEIGHT; y++) {
        random.nextBytes(row);
        for (int alpha = 3; alpha < row.length; alpha += 4) {
          row[alpha] = (byte) 255;
        }
        raster.writeRow(y, row);
      }
      new Encoder().encode(raster, format, compression, Marks.NONE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG around any data, with every checksum right. */
  private static byte[] png(byte[] data) {
    var header =
        ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT).put(new byte[] {8, 2, 0, 0, 0});
    var png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", data));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  static byte[] chunk(String name, byte[] data) {
    var chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(name.getBytes(US_ASCII)).put(data);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] deflated(byte[] data) {
    var deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    var out = new byte[data.length + 1_000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] cut(byte[] bytes, int less) {
    return Arrays.copyOf(bytes, bytes.length - less);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  /** Noise, every row of which begins with this filter. */
  private static byte[] noise(int length, int filter) {
    byte[] noise = noise(length);
    for (int at = 0; at < length; at += WIDTH * 3 + 1) {
      noise[at] = (byte) filter;
    }
    return noise;
  }

  /** The Exif data of a picture that is to be turned a quarter to the right. */
  static byte[] turned() {
    var exif = ByteBuffer.allocate(26).order(ByteOrder.BIG_ENDIAN);
    exif.put("MM".getBytes(US_ASCII)).putShort((short) 42).putInt(8).putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) 6);
    return exif.array();
  }
}
