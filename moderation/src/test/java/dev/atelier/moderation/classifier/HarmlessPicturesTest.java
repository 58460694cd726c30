package dev.atelier.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pictures that show nothing, in the colours of skin: none of them may be for review. */
class HarmlessPicturesTest {
  private static final int PICTURES = 60;
  private static final int EDGE = 256;
  private static final int BLOBS = 6;

  /** From dark to light. */
  private static final int[][] TONES = {
    {45, 34, 30}, {95, 64, 48}, {141, 85, 54}, {198, 134, 66}, {224, 172, 105}, {255, 219, 172}
  };

  @Test
  void colours_of_skin_alone_are_not_explicit() throws ClassifierException {
    var random = new SplittableRandom(5);
    double most = 0;
    try (var classifier = OnnxClassifier.load()) {
      for (int i = 0; i < PICTURES; i++) {
        try (var raster = draw(random, i % 2 == 0)) {
          most = Math.max(most, classifier.scores(ReadPixels.of(raster)).explicit());
        }
      }
    }
    assertThat(most).isLessThan(Thresholds.DEFAULT.review());
  }

  /** A gradient from one tone to another, with soft blobs of others or without. */
  private static Raster draw(SplittableRandom random, boolean blobs) {
    int[] from = tone(random);
    int[] to = tone(random);
    double angle = random.nextDouble(2 * Math.PI);
    var places = new double[blobs ? BLOBS : 0][];
    var tones = new int[places.length][];
    for (int i = 0; i < places.length; i++) {
      places[i] =
          new double[] {
            random.nextDouble(EDGE), random.nextDouble(EDGE), random.nextDouble(15, 80)
          };
      tones[i] = tone(random);
    }
    var raster = Raster.blank(new ImageSize(EDGE, EDGE), false);
    var row = new byte[4 * EDGE];
    for (int y = 0; y < EDGE; y++) {
      for (int x = 0; x < EDGE; x++) {
        double along = (x * Math.cos(angle) + y * Math.sin(angle)) / EDGE / 2 + 0.5;
        for (int channel = 0; channel < 3; channel++) {
          double value = from[channel] + (to[channel] - from[channel]) * Math.clamp(along, 0, 1);
          for (int i = 0; i < places.length; i++) {
            double distance = Math.hypot(x - places[i][0], y - places[i][1]) / places[i][2];
            value += (tones[i][channel] - value) * Math.clamp(1.2 - distance, 0, 1);
          }
          row[4 * x + channel] = (byte) Math.round(value);
        }
        row[4 * x + 3] = (byte) 255;
      }
      raster.writeRow(y, row);
    }
    return raster;
  }

  private static int[] tone(SplittableRandom random) {
    return TONES[random.nextInt(TONES.length)];
  }
}
