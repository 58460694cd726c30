package dev.atelier.providers.sandbox;

import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.words.Mood;
import dev.atelier.providers.sandbox.words.Mood.Palette;
import dev.atelier.providers.sandbox.words.Mood.Style;

/** What style and palette words do to a finished picture, row by row in place. */
final class Finish {
  private Finish() {}

  static void apply(Raster raster, Mood mood) {
    if (mood.palette() != Palette.NATURAL) {
      new Toning(mood.palette()).apply(raster);
    }
    if (mood.style() == Style.PIXEL) {
      Grain.blocks(raster);
    } else if (mood.style() == Style.LINE || mood.style() == Style.WATERCOLOR) {
      new Outline(raster, mood.style() == Style.WATERCOLOR).apply();
    }
  }
}
