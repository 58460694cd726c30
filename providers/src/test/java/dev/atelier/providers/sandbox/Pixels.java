package dev.atelier.providers.sandbox;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.Decoder;
import dev.atelier.media.Encoder;
import dev.atelier.media.Marks;
import dev.atelier.media.Probe;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.providers.sandbox.Calls.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/** Encoded pictures for tests, and what is in them. */
final class Pixels {
  private final int[] argb;
  private final ImageSize size;

  private Pixels(int[] argb, ImageSize size) {
    this.argb = argb;
    this.size = size;
  }

  static Pixels of(Input input) {
    try (var in = input.open()) {
      return of(in.readAllBytes());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Pixels of(byte[] encoded) {
    return inFile(
        encoded,
        file -> {
          try (var raster = new Decoder().decode(file, Probe.read(file))) {
            var argb = new int[raster.width() * raster.height()];
            for (int i = 0; i < argb.length; i++) {
              argb[i] = raster.argb(i % raster.width(), i / raster.width());
            }
            return new Pixels(argb, raster.size());
          }
        });
  }

  static Optional<Marks> marks(byte[] encoded) {
    return inFile(encoded, Marks::read);
  }

  static OutputFormat format(byte[] encoded) {
    return inFile(encoded, file -> Probe.read(file).format());
  }

  static boolean isWhole(byte[] encoded) {
    try {
      return of(encoded).argb.length > 0;
    } catch (IllegalArgumentException unusable) {
      return false;
    }
  }

  /** A PNG whose pixel at x, y is what {@code pixels} says, {@code 0xAARRGGBB}. */
  static Input png(int width, int height, IntBinaryOperator pixels) {
    try (var raster = Raster.blank(new ImageSize(width, height), true)) {
      var row = new byte[width * 4];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int argb = pixels.applyAsInt(x, y);
          row[x * 4] = (byte) (argb >> 16);
          row[x * 4 + 1] = (byte) (argb >> 8);
          row[x * 4 + 2] = (byte) argb;
          row[x * 4 + 3] = (byte) (argb >> 24);
        }
        raster.writeRow(y, row);
      }
      var out = new ByteArrayOutputStream();
      new Encoder().encode(raster, OutputFormat.PNG, 100, Marks.NONE, out);
      return new Input(out.toByteArray(), OutputFormat.PNG, raster.size());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  ImageSize size() {
    return size;
  }

  int at(int x, int y) {
    return argb[y * size.width() + x];
  }

  int count(java.util.function.IntPredicate wanted) {
    int count = 0;
    for (int pixel : argb) {
      count += wanted.test(pixel) ? 1 : 0;
    }
    return count;
  }

  /** How many pixels differ. */
  int differences(Pixels other) {
    int count = 0;
    for (int i = 0; i < argb.length; i++) {
      count += argb[i] == other.argb[i] ? 0 : 1;
    }
    return count;
  }

  private interface Read<T> {
    T read(Path file) throws IOException, UnusableMediaException;
  }

  private static <T> T inFile(byte[] encoded, Read<T> read) {
    try {
      var file = Files.createTempFile("pixels", ".image");
      try {
        Files.write(file, encoded);
        return read.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (UnusableMediaException unusable) {
      throw new IllegalArgumentException(unusable);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
