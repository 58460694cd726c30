package dev.atelier.image;

/**
 * How the pictures shall be made and encoded.
 *
 * @param compression encoder quality of JPEG and WebP, 0..100, 100 loses least
 */
public record Output(
    SizeChoice size, Quality quality, OutputFormat format, int compression, Background background) {
  public static final Output DEFAULT =
      new Output(SizeChoice.AUTO, Quality.AUTO, OutputFormat.PNG, 100, Background.AUTO);

  public Output {
    if (compression < 0 || compression > 100) {
      throw new IllegalArgumentException("compression out of 0..100: " + compression);
    }
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw new IllegalArgumentException(format + " cannot be transparent");
    }
  }

  public Output withSize(SizeChoice other) {
    return new Output(other, quality, format, compression, background);
  }

  public Output withQuality(Quality other) {
    return new Output(size, other, format, compression, background);
  }

  public Output withFormat(OutputFormat other, int otherCompression) {
    return new Output(size, quality, other, otherCompression, background);
  }

  public Output withBackground(Background other) {
    return new Output(size, quality, format, compression, other);
  }
}
