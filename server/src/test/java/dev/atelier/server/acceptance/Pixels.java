package dev.atelier.server.acceptance;

import com.openai.models.images.ImagesResponse;
import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures of the tests: how answers are decoded, and how inputs are drawn. */
final class Pixels {
  private Pixels() {}

  /** The bytes of one picture of an answer. */
  static byte[] bytes(ImagesResponse answer, int index) {
    return decoded(answer.data().orElseThrow().get(index).b64Json().orElseThrow());
  }

  static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  /** PNG and JPEG by the JDK, WebP by our own decoder. */
  static BufferedImage decode(byte[] image) {
    try {
      return isWebp(image) ? webp(image) : ImageIO.read(new ByteArrayInputStream(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String size(BufferedImage image) {
    return image.getWidth() + "x" + image.getHeight();
  }

  static boolean isPng(byte[] image) {
    return image[0] == (byte) 0x89 && image[1] == 'P' && image[2] == 'N';
  }

  static boolean isJpeg(byte[] image) {
    return image[0] == (byte) 0xff && image[1] == (byte) 0xd8;
  }

  static boolean isWebp(byte[] image) {
    return image[0] == 'R' && image[8] == 'W' && image[9] == 'E';
  }

  /**
   * A picture drawn pixel by pixel.
   *
   * @param format png or jpg
   * @param argb the colour at x and y
   */
  static byte[] draw(String format, int width, int height, int type, IntBinaryOperator argb) {
    var image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An opaque PNG with a colour of its own at every place. */
  static byte[] photo(int width, int height) {
    return draw(
        "png",
        width,
        height,
        BufferedImage.TYPE_INT_RGB,
        (x, y) ->
            0xff000000 | (x * 255 / width) << 16 | (y * 255 / height) << 8 | ((x ^ y) & 0xff));
  }

  /** A PNG that is transparent inside a rectangle and opaque around it. */
  static byte[] mask(int width, int height, java.awt.Rectangle open) {
    return draw(
        "png",
        width,
        height,
        BufferedImage.TYPE_INT_ARGB,
        (x, y) -> open.contains(x, y) ? 0 : 0xff000000);
  }

  private static BufferedImage webp(byte[] image) throws IOException {
    Path file = Files.createTempFile("picture", ".webp");
    try {
      Files.write(file, image);
      ImageInfo info = Probe.read(file);
      try (Raster raster = new Decoder().decode(file, info)) {
        var decoded =
            new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < raster.height(); y++) {
          for (int x = 0; x < raster.width(); x++) {
            decoded.setRGB(x, y, raster.argb(x, y));
          }
        }
        return decoded;
      }
    } catch (UnusableMediaException e) {
      throw new IOException(e.problem(), e);
    } finally {
      Files.delete(file);
    }
  }
}
