package dev.atelier.image;

import java.util.Optional;
import java.util.regex.Pattern;

/** Width and height in pixels, each at least 1 and at most 65,535, written {@code 1024x1536}. */
public record ImageSize(int width, int height) {
  private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");
  private static final int EDGE_MAX = 65_535;

  public ImageSize {
    if (width < 1 || height < 1 || width > EDGE_MAX || height > EDGE_MAX) {
      throw new IllegalArgumentException("image size out of range: " + width + "x" + height);
    }
  }

  /**
   * The size that {@code text} writes as {@code WxH} in decimal with a lower-case x, if it does.
   */
  public static Optional<ImageSize> parse(String text) {
    var matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    return width > EDGE_MAX || height > EDGE_MAX
        ? Optional.empty()
        : Optional.of(new ImageSize(width, height));
  }

  public long pixels() {
    return (long) width * height;
  }

  public int longEdge() {
    return Math.max(width, height);
  }

  public int shortEdge() {
    return Math.min(width, height);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
