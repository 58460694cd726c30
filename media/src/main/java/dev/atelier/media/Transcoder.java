package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.resample.Resampler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Makes another size or format of a stored picture: decode, turn upright, resize, encode. Each call
 * waits for its turn in the {@link PixelBudget}.
 */
public final class Transcoder {
  private final PixelBudget budget;
  private final Decoder decoder;
  private final Encoder encoder = new Encoder();

  public Transcoder(PixelBudget budget) {
    this(budget, new Decoder());
  }

  public Transcoder(PixelBudget budget, Decoder decoder) {
    this.budget = budget;
    this.decoder = decoder;
  }

  /**
   * Whether anything shows through the picture: an alpha channel may be opaque throughout.
   *
   * @param info what {@link Probe} said of {@code in}
   * @throws UnusableMediaException when {@code in} is damaged
   */
  public boolean transparent(Path in, ImageInfo info) throws UnusableMediaException {
    return info.alpha()
        && budget.<Boolean, UnusableMediaException>with(() -> {
          try (var decoded = decoder.decode(in, info)) {
            return !decoded.opaque();
          }
        });
  }

  /** As the longer form, without marks: the picture is another's, only carried over. */
  public ImageInfo transcode(
      Path in,
      ImageInfo info,
      ImageSize target,
      OutputFormat format,
      int compression,
      boolean keepAlpha,
      OutputStream out)
      throws UnusableMediaException, IOException {
    return transcode(in, info, new Target(target, format, compression, keepAlpha, Marks.NONE), out);
  }

  /**
   * What to make.
   *
   * @param size exactly these pixels; another ratio than the picture's stretches it
   * @param compression as in {@link Encoder#encode}
   * @param keepAlpha whether transparency stays where the format allows; else it becomes white
   */
  public record Target(
      ImageSize size, OutputFormat format, int compression, boolean keepAlpha, Marks marks) {}

  /**
   * Writes the picture anew and says what it wrote.
   *
   * @param info what {@link Probe} said of {@code in}
   * @throws UnusableMediaException when {@code in} is damaged
   * @throws IOException from {@code out}
   */
  public ImageInfo transcode(Path in, ImageInfo info, Target target, OutputStream out)
      throws UnusableMediaException, IOException {
    try {
      return budget.<ImageInfo, UnusableMediaException>with(() -> write(in, info, target, out));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private ImageInfo write(Path in, ImageInfo info, Target target, OutputStream out)
      throws UnusableMediaException {
    try (var decoded = decoder.decode(in, info);
        var sized = resized(decoded, target.size());
        var made = flattened(sized, target)) {
      encoder.encode(made, target.format(), target.compression(), target.marks(), out);
      return ImageInfo.of(target.format(), target.size(), made.hasAlpha(), 1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The raster itself where it fits; closing it twice does no harm. */
  private static Raster resized(Raster raster, ImageSize size) {
    if (raster.size().equals(size)) {
      return raster;
    }
    var sized = Raster.unset(size, raster.hasAlpha());
    Resampler.run(
        raster.width(),
        raster.height(),
        raster::readRow,
        size.width(),
        size.height(),
        sized::writeRow);
    raster.close();
    return sized;
  }

  private static Raster flattened(Raster raster, Target target) {
    boolean alpha = target.keepAlpha() && target.format().carriesAlpha();
    return raster.hasAlpha() && !alpha ? raster.onWhite() : raster;
  }
}
