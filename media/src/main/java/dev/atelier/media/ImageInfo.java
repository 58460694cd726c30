package dev.atelier.media;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;

/**
 * What an image file's header says.
 *
 * @param size as shown: the orientation is applied
 * @param stored as encoded: width and height of the pixel grid in the file
 * @param alpha whether the file has an alpha channel or a transparent palette entry or colour
 * @param orientation EXIF orientation, 1..8; PNG and WebP may store it behind the picture, where
 *     only a walk through the whole file finds it
 */
public record ImageInfo(
    OutputFormat format, ImageSize size, ImageSize stored, boolean alpha, int orientation) {
  public ImageInfo {
    if (orientation < 1 || orientation > 8) {
      throw new IllegalArgumentException("orientation out of 1..8: " + orientation);
    }
  }

  /** Whether both say the same of the stored pixels, whatever is known of their orientation. */
  boolean sameStored(ImageInfo other) {
    return format == other.format && alpha == other.alpha && stored.equals(other.stored);
  }

  static ImageInfo of(OutputFormat format, ImageSize stored, boolean alpha, int orientation) {
    int across = stored.width();
    int down = stored.height();
    var shown = orientation < 5 ? stored : new ImageSize(/* width= */ down, /* height= */ across);
    return new ImageInfo(format, shown, stored, alpha, orientation);
  }
}
