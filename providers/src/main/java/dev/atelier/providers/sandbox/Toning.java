package dev.atelier.providers.sandbox;

import dev.atelier.media.Raster;
import dev.atelier.providers.sandbox.words.Mood.Palette;

/**
 * Shifts colours: towards or away from grey, each channel by a factor, and towards white. Works on
 * premultiplied pixels, so that transparent ones stay so.
 */
final class Toning {
  private final float saturation;
  private final float[] factors;
  private final float lift;

  Toning(Palette palette) {
    this.saturation =
        switch (palette) {
          case NATURAL, WARM, COOL -> 1;
          case PASTEL -> 0.62f;
          case NEON -> 1.55f;
          case SEPIA, MONO -> 0;
          case VIVID -> 1.35f;
        };
    this.factors =
        switch (palette) {
          case NATURAL, PASTEL, MONO, VIVID -> new float[] {1, 1, 1};
          case NEON -> new float[] {1.05f, 0.82f, 1.22f};
          case SEPIA -> new float[] {1.07f, 0.93f, 0.74f};
          case WARM -> new float[] {1.07f, 0.98f, 0.86f};
          case COOL -> new float[] {0.88f, 0.98f, 1.08f};
        };
    this.lift = palette == Palette.PASTEL ? 0.34f : 0;
  }

  void apply(Raster raster) {
    var row = new byte[raster.width() * 4];
    for (int y = 0; y < raster.height(); y++) {
      raster.readRow(y, row);
      for (int i = 0; i < row.length; i += 4) {
        pixel(row, i);
      }
      raster.writeRow(y, row);
    }
  }

  private void pixel(byte[] row, int at) {
    int alpha = row[at + 3] & 0xff;
    float grey =
        (row[at] & 0xff) * 0.299f + (row[at + 1] & 0xff) * 0.587f + (row[at + 2] & 0xff) * 0.114f;
    for (int channel = 0; channel < 3; channel++) {
      float value = grey + ((row[at + channel] & 0xff) - grey) * saturation;
      value = value * factors[channel];
      value += (alpha - value) * lift;
      row[at + channel] = (byte) Math.clamp(Math.round(value), 0, alpha);
    }
  }
}
