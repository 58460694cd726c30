package dev.atelier.image;

/**
 * Tokens counted for one or more pictures; all non-negative.
 *
 * @param textIn prompt tokens
 * @param imageIn tokens of input pictures
 * @param imageOut tokens of the pictures made, delivered previews included
 */
public record Usage(long textIn, long imageIn, long imageOut) {
  public static final Usage NONE = new Usage(0, 0, 0);

  public Usage {
    if (textIn < 0 || imageIn < 0 || imageOut < 0) {
      throw new IllegalArgumentException("negative usage");
    }
  }

  public Usage plus(Usage other) {
    return new Usage(textIn + other.textIn, imageIn + other.imageIn, imageOut + other.imageOut);
  }

  public long input() {
    return textIn + imageIn;
  }

  public long total() {
    return textIn + imageIn + imageOut;
  }
}
