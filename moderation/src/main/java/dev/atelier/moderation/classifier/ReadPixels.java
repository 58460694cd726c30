package dev.atelier.moderation.classifier;

import dev.atelier.media.Decoder;
import dev.atelier.media.Raster;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.media.resample.Resampler;
import dev.atelier.moderation.JudgedPicture;

/**
 * A picture as the network takes it: stretched to its square and, where something shows through, on
 * white. Shrinking leaves no pixel out, as in the network's training, so that a fine pattern cannot
 * hide what a person sees.
 */
final class ReadPixels {
  private static final int EDGE = Classifier.EDGE;
  private static final int CHANNELS = 4;

  private final Decoder decoder;

  ReadPixels(Decoder decoder) {
    this.decoder = decoder;
  }

  /**
   * As {@link Classifier#scores} takes it. To be run under the pixel budget.
   *
   * @throws UnusableMediaException when it cannot be decoded after all
   */
  float[] of(JudgedPicture picture) throws UnusableMediaException {
    try (var raster = decoder.decode(picture.file(), picture.info())) {
      return of(raster);
    }
  }

  static float[] of(Raster raster) {
    var pixels = new float[3 * EDGE * EDGE];
    Resampler.run(
        raster.width(),
        raster.height(),
        raster::readRow,
        EDGE,
        EDGE,
        (y, row) -> put(row, y * EDGE, pixels));
    return pixels;
  }

  private static void put(byte[] row, int at, float[] pixels) {
    for (int x = 0; x < EDGE; x++) {
      int from = x * CHANNELS;
      int white = 255 - (row[from + 3] & 0xff);
      for (int channel = 0; channel < 3; channel++) {
        int value = Math.min(255, (row[from + channel] & 0xff) + white);
        pixels[channel * EDGE * EDGE + at + x] = value / 255f;
      }
    }
  }
}
