package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Makes the images of a fake upstream: each has other bytes, and the same ones every time. */
@FunctionalInterface
public interface ImageMaker {
  byte[] make(Ordered image);

  /** Words, where nobody decodes them. */
  static ImageMaker words() {
    return image -> ("image " + image.name()).getBytes(UTF_8);
  }

  /** Real ones of one colour, in the size and format that were ordered. */
  static ImageMaker pictures() {
    return ImageMaker::picture;
  }

  /** The same in a size that was not ordered. */
  default ImageMaker sized(ImageSize size) {
    return image -> make(new Ordered(image.name(), size, image.format()));
  }

  /** The same in a format that was not ordered. */
  default ImageMaker as(OutputFormat format) {
    return image -> make(new Ordered(image.name(), image.size(), format));
  }

  private static byte[] picture(Ordered image) {
    try (Raster raster = Raster.blank(image.size(), false)) {
      int colour = image.name().hashCode() * 0x9e3779b9;
      byte[] row = new byte[image.size().width() * 4];
      for (int at = 0; at < row.length; at += 4) {
        row[at] = (byte) (colour >> 24);
        row[at + 1] = (byte) (colour >> 16);
        row[at + 2] = (byte) (colour >> 8);
        row[at + 3] = (byte) 0xff;
      }
      for (int y = 0; y < image.size().height(); y++) {
        raster.writeRow(y, row);
      }
      var out = new ByteArrayOutputStream();
      new Encoder().encode(raster, image.format(), 100, Marks.NONE, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The format that an API's word means; PNG where it says none. */
  static OutputFormat format(String word) {
    return Arrays.stream(OutputFormat.values())
        .filter(one -> one.word().equalsIgnoreCase(word) || one.extension().equalsIgnoreCase(word))
        .findFirst()
        .orElse(OutputFormat.PNG);
  }

  /**
   * One image.
   *
   * @param name tells it from every other of this upstream
   */
  record Ordered(String name, ImageSize size, OutputFormat format) {}
}
