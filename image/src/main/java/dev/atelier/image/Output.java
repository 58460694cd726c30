package dev.atelier.image;

import java.util.Optional;

/**
 * How the pictures shall be made and encoded.
 *
 * @param delivered the exact pixels of what the caller gets, where they may be such as no model
 *     makes: the picture is made at the nearest size that the model can, which {@code size}
 *     becomes, and resampled
 * @param compression encoder quality of JPEG and WebP, 0..100, 100 loses least
 */
public record Output(
    SizeChoice size,
    Optional<ImageSize> delivered,
    Quality quality,
    OutputFormat format,
    int compression,
    Background background) {
  public static final Output DEFAULT =
      new Output(SizeChoice.AUTO, Quality.AUTO, OutputFormat.PNG, 100, Background.AUTO);

  /** A picture that is delivered in the size it is made in. */
  public Output(
      SizeChoice size,
      Quality quality,
      OutputFormat format,
      int compression,
      Background background) {
    this(size, Optional.empty(), quality, format, compression, background);
  }

  public Output {
    if (compression < 0 || compression > 100) {
      throw new IllegalArgumentException("compression out of 0..100: " + compression);
    }
    if (background == Background.TRANSPARENT && !format.carriesAlpha()) {
      throw new IllegalArgumentException(format + " cannot be transparent");
    }
  }

  public Output withSize(SizeChoice other) {
    return new Output(other, delivered, quality, format, compression, background);
  }

  /** The same, delivered in exactly these pixels whatever size it is made in. */
  public Output withDelivered(ImageSize other) {
    return new Output(size, Optional.of(other), quality, format, compression, background);
  }

  public Output withQuality(Quality other) {
    return new Output(size, delivered, other, format, compression, background);
  }

  public Output withFormat(OutputFormat other, int otherCompression) {
    return new Output(size, delivered, quality, other, otherCompression, background);
  }

  public Output withBackground(Background other) {
    return new Output(size, delivered, quality, format, compression, other);
  }
}
