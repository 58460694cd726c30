package dev.atelier.providers.sandbox.art;

/** Arithmetic on colours written {@code 0xAARRGGBB}. */
public final class Colours {
  private Colours() {}

  /** An opaque colour from {@code 0xRRGGBB}. */
  public static int opaque(int rgb) {
    return 0xff000000 | rgb;
  }

  /**
   * @param alpha 0..1
   */
  public static int faded(int colour, double alpha) {
    int a = (int) Math.round(Math.clamp(alpha, 0, 1) * (colour >>> 24));
    return (a << 24) | (colour & 0xffffff);
  }

  /**
   * @param share of {@code b}, 0..1
   */
  public static int mix(int a, int b, double share) {
    return channel(a, b, share, 24)
        | channel(a, b, share, 16)
        | channel(a, b, share, 8)
        | channel(a, b, share, 0);
  }

  private static int channel(int a, int b, double share, int shift) {
    int from = a >>> shift & 0xff;
    int to = b >>> shift & 0xff;
    return (int) Math.round(from + (to - from) * share) << shift;
  }

  /** How light it looks, 0..1. */
  public static double luma(int colour) {
    return ((colour >> 16 & 0xff) * 0.299 + (colour >> 8 & 0xff) * 0.587 + (colour & 0xff) * 0.114)
        / 255;
  }

  /** Black or white ink, whichever reads better on {@code ground}. */
  public static int inkOn(int ground) {
    return luma(ground) > 0.55 ? 0xff1f1d2b : 0xfffffaf0;
  }

  /**
   * @param hue in turns, 0..1
   */
  public static int hsl(double hue, double saturation, double lightness) {
    double chroma = saturation * Math.min(lightness, 1 - lightness);
    return 0xff000000
        | hslChannel(hue, chroma, lightness, 0) << 16
        | hslChannel(hue, chroma, lightness, 8) << 8
        | hslChannel(hue, chroma, lightness, 4);
  }

  private static int hslChannel(double hue, double chroma, double lightness, int n) {
    double k = (n + (hue - Math.floor(hue)) * 12) % 12;
    return (int)
        Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
  }

  /** Hue in turns, saturation and lightness, each 0..1. */
  public static float[] toHsl(int red, int green, int blue) {
    float max = Math.max(red, Math.max(green, blue)) / 255f;
    float min = Math.min(red, Math.min(green, blue)) / 255f;
    float light = (max + min) / 2;
    float range = max - min;
    if (range == 0) {
      return new float[] {0, 0, light};
    }
    float saturation = range / (1 - Math.abs(2 * light - 1));
    float hue;
    if (max == red / 255f) {
      hue = ((green - blue) / 255f / range + 6) % 6;
    } else if (max == green / 255f) {
      hue = (blue - red) / 255f / range + 2;
    } else {
      hue = (red - green) / 255f / range + 4;
    }
    return new float[] {hue / 6, Math.min(1, saturation), light};
  }
}
