package dev.atelier.providers.sandbox.art;

import io.github.humbleui.skija.Picture;
import io.github.humbleui.types.Rect;

/**
 * One drawing, ready to be rasterised at any size by any thread.
 *
 * @param picture in units of the drawing's own box
 * @param bounds where it has ink
 * @param hue the hue of its main colour in turns, 0..1
 * @param saturation of its main colour, near 0 for a grey drawing
 */
record Drawing(Picture picture, Rect bounds, float hue, float saturation) {

  double aspect() {
    return bounds.getWidth() / bounds.getHeight();
  }
}
