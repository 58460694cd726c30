package dev.atelier.providers.sandbox.art;

import dev.atelier.providers.sandbox.words.Tint;

/**
 * Recolours a drawing: what has the drawing's main hue takes the wanted one, the rest (eyes, stems,
 * windows) stays. A grey drawing is coloured all over; black, white and grey dye take the colour
 * out.
 */
final class Dye {
  private static final float NEAR = 0.14f;
  private static final float GREYISH = 0.12f;

  private final float mainHue;
  private final boolean all;
  private final boolean neutral;
  private final float hue;
  private final float saturation;
  private final float lightness;

  private Dye(Drawing drawing, Tint tint) {
    var hsl = Colours.toHsl(tint.red(), tint.green(), tint.blue());
    mainHue = drawing.hue();
    all = drawing.saturation() < GREYISH;
    neutral = tint.neutral();
    hue = hsl[0];
    saturation = hsl[1];
    lightness = hsl[2];
  }

  static Dye of(Drawing drawing, Tint tint) {
    return new Dye(drawing, tint);
  }

  /** Dyes premultiplied RGBA in place. */
  void apply(byte[] rgba) {
    int last = 0;
    int dyed = 0;
    for (int i = 0; i < rgba.length; i += 4) {
      int alpha = rgba[i + 3] & 0xff;
      if (alpha == 0) {
        continue;
      }
      int pixel =
          alpha << 24 | (rgba[i] & 0xff) << 16 | (rgba[i + 1] & 0xff) << 8 | (rgba[i + 2] & 0xff);
      if (pixel != last) {
        last = pixel;
        dyed = dyed(pixel, alpha);
      }
      rgba[i] = (byte) (dyed >> 16);
      rgba[i + 1] = (byte) (dyed >> 8);
      rgba[i + 2] = (byte) dyed;
    }
  }

  private int dyed(int pixel, int alpha) {
    var hsl =
        Colours.toHsl(
            Math.min(255, (pixel >> 16 & 0xff) * 255 / alpha),
            Math.min(255, (pixel >> 8 & 0xff) * 255 / alpha),
            Math.min(255, (pixel & 0xff) * 255 / alpha));
    float share = all ? 1 : share(hsl);
    if (share == 0) {
      return pixel;
    }
    int colour = target(hsl);
    int red = (colour >> 16 & 0xff) * alpha / 255;
    int green = (colour >> 8 & 0xff) * alpha / 255;
    int blue = (colour & 0xff) * alpha / 255;
    return Colours.mix(pixel, alpha << 24 | red << 16 | green << 8 | blue, share);
  }

  /** 1 for the main hue, falling to 0 at hues that are clearly another. */
  private float share(float[] hsl) {
    float distance = Math.abs(hsl[0] - mainHue);
    distance = Math.min(distance, 1 - distance);
    float hueShare = Math.clamp((NEAR - distance) / 0.03f, 0f, 1f);
    return hueShare * Math.clamp((hsl[1] - 0.12f) / 0.12f, 0f, 1f);
  }

  private int target(float[] hsl) {
    if (neutral) {
      double light = Math.clamp(lightness + (hsl[2] - 0.5) * 0.42, 0.04, 0.99);
      return Colours.hsl(0.66, 0.04, light);
    }
    double light = all ? hsl[2] * 0.75 + lightness * 0.25 : hsl[2] * 0.7 + lightness * 0.3;
    double strength = all ? saturation * 0.75 : Math.clamp(hsl[1] * 0.5 + saturation * 0.5, 0, 1);
    return Colours.hsl(hue, strength, light);
  }
}
