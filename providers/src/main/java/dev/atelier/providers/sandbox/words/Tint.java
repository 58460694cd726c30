package dev.atelier.providers.sandbox.words;

/**
 * A colour the prompt names.
 *
 * @param rgb {@code 0xRRGGBB}
 */
public record Tint(int rgb) {
  /** Whether it is black, white or a grey, which have no hue. */
  public boolean neutral() {
    int max = Math.max(red(), Math.max(green(), blue()));
    int min = Math.min(red(), Math.min(green(), blue()));
    return max - min < 24;
  }

  public int red() {
    return rgb >> 16 & 0xff;
  }

  public int green() {
    return rgb >> 8 & 0xff;
  }

  public int blue() {
    return rgb & 0xff;
  }
}
