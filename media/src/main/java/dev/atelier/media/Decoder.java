package dev.atelier.media;

import dev.atelier.image.OutputFormat;
import io.github.humbleui.skija.Codec;
import io.github.humbleui.skija.Data;
import java.nio.file.Path;

/**
 * Decodes a whole file into a {@link Raster}, in native memory: any PNG depth and palette, gray and
 * CMYK JPEG, WebP. Embedded colour profiles are converted to sRGB and the orientation is applied.
 *
 * <p>Three looks find what is wrong with the data: the {@link StructureCheck} (the codec overlooks
 * a missing end), {@link JpegDataCheck} (it is silent about bad JPEG data too), and the codec
 * itself, which reports incomplete and faulty input. Run it inside {@link PixelBudget#with}.
 */
public final class Decoder {
  private final InputLimits limits;

  public Decoder() {
    this(InputLimits.DEFAULT);
  }

  public Decoder(InputLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes {@code file}. The caller closes the raster.
   *
   * @param info what {@link Probe} said of this file
   * @throws UnusableMediaException when any of it is truncated, damaged, or not as {@code info}
   *     says
   */
  public Raster decode(Path file, ImageInfo info) throws UnusableMediaException {
    ImageInfo whole = WholeFile.check(file, limits);
    if (!whole.sameStored(info)) {
      throw UnusableMediaException.damaged();
    }
    if (info.format() == OutputFormat.JPEG) {
      JpegDataCheck.run(file, info);
    }
    var stored = decodeStored(file, info);
    if (whole.orientation() == 1) {
      return stored;
    }
    try (stored) {
      return Orientation.apply(stored, whole);
    }
  }

  private static Raster decodeStored(Path file, ImageInfo info) throws UnusableMediaException {
    try (var data = Data.makeFromFileName(file.toString());
        var codec = Codec.makeFromData(data)) {
      if (codec.getImageInfo().getWidth() != info.stored().width()
          || codec.getImageInfo().getHeight() != info.stored().height()) {
        throw UnusableMediaException.damaged();
      }
      return read(codec, info);
    } catch (IllegalArgumentException | UnsupportedOperationException faulty) {
      throw new UnusableMediaException(problem(faulty), faulty);
    }
  }

  private static Raster read(Codec codec, ImageInfo info) {
    var raster = Raster.unset(info.stored(), info.alpha());
    try {
      codec.readPixels(raster.bitmap());
      return raster;
    } catch (RuntimeException faulty) {
      raster.close();
      throw faulty;
    }
  }

  /** The codec tells its results apart by message only. */
  private static String problem(RuntimeException faulty) {
    var message = String.valueOf(faulty.getMessage());
    return message.startsWith("Incomplete input") ? "is truncated" : "is damaged";
  }
}
