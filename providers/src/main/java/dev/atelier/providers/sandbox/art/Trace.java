package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Bitmap;
import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Picture;
import io.github.humbleui.types.Rect;

/** Looks at a drawing once, small, to find where it has ink and which colour it mainly is. */
final class Trace {
  private static final int SIDE = 128;
  private static final int INK_ALPHA = 24;
  private static final int HUES = 24;

  private int left = SIDE;
  private int top = SIDE;
  private int right;
  private int bottom;
  private final float[] weightOfHue = new float[HUES];
  private float saturation;
  private int inked;

  private Trace() {}

  static Drawing of(Picture picture, float box) {
    var trace = new Trace();
    try (var bitmap = new Bitmap()) {
      bitmap.allocPixels(Sprite.info(SIDE, SIDE));
      bitmap.erase(0);
      try (var canvas = new Canvas(bitmap)) {
        canvas.scale(SIDE / box, SIDE / box);
        canvas.drawPicture(picture);
      }
      trace.look(Pixels.of(bitmap));
    }
    return trace.drawing(picture, box);
  }

  private void look(byte[] rgba) {
    for (int i = 0; i < SIDE * SIDE; i++) {
      if ((rgba[i * 4 + 3] & 0xff) > INK_ALPHA) {
        left = Math.min(left, i % SIDE);
        right = Math.max(right, i % SIDE + 1);
        top = Math.min(top, i / SIDE);
        bottom = Math.max(bottom, i / SIDE + 1);
        colour(rgba, i * 4);
      }
    }
  }

  private void colour(byte[] rgba, int at) {
    var hsl = Colours.toHsl(rgba[at] & 0xff, rgba[at + 1] & 0xff, rgba[at + 2] & 0xff);
    float strength = hsl[1] * (1 - Math.abs(2 * hsl[2] - 1));
    weightOfHue[(int) (hsl[0] * HUES) % HUES] += strength;
    saturation += strength;
    inked++;
  }

  private Drawing drawing(Picture picture, float box) {
    int main = 0;
    for (int hue = 1; hue < HUES; hue++) {
      main = weightOfHue[hue] > weightOfHue[main] ? hue : main;
    }
    float scale = box / SIDE;
    var bounds =
        inked == 0
            ? Rect.makeWH(box, box)
            : Rect.makeLTRB(left * scale, top * scale, right * scale, bottom * scale);
    return new Drawing(picture, bounds, (main + 0.5f) / HUES, inked == 0 ? 0 : saturation / inked);
  }
}
