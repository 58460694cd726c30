package dev.atelier.api.apimart;

import dev.atelier.image.ImageSize;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The published ratios with the pixels they give at 1k, 2k and 4k: of each pair the one whose edges
 * are multiples of 16.
 */
record Ratio(String name, ImageSize at1k, ImageSize at2k, ImageSize at4k) {
  static final List<Ratio> ALL =
      List.of(
          row("1:1", 1024, 1024, 2048, 2048, 2880, 2880),
          row("3:2", 1536, 1024, 2048, 1360, 3520, 2336),
          row("2:3", 1024, 1536, 1360, 2048, 2336, 3520),
          row("4:3", 1024, 768, 2048, 1536, 3312, 2480),
          row("3:4", 768, 1024, 1536, 2048, 2480, 3312),
          row("5:4", 1280, 1024, 2560, 2048, 3216, 2576),
          row("4:5", 1024, 1280, 2048, 2560, 2576, 3216),
          row("16:9", 1536, 864, 2048, 1152, 3840, 2160),
          row("9:16", 864, 1536, 1152, 2048, 2160, 3840),
          row("2:1", 2048, 1024, 2688, 1344, 3840, 1920),
          row("1:2", 1024, 2048, 1344, 2688, 1920, 3840),
          row("3:1", 1536, 512, 3072, 1024, 3840, 1280),
          row("1:3", 512, 1536, 1024, 3072, 1280, 3840),
          row("21:9", 2016, 864, 2688, 1152, 3840, 1648),
          row("9:21", 864, 2016, 1152, 2688, 1648, 3840));

  private static final Map<String, Ratio> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Ratio::name, ratio -> ratio));

  static final Ratio SQUARE = ALL.getFirst();

  static Optional<Ratio> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The one whose shape is most like that of a picture. */
  static Ratio nearest(ImageSize shape) {
    double wanted = logarithm(shape);
    return ALL.stream()
        .min(Comparator.comparingDouble(ratio -> Math.abs(ratio.logarithm() - wanted)))
        .orElseThrow();
  }

  ImageSize at(Resolution resolution) {
    return switch (resolution) {
      case ONE_K -> at1k;
      case TWO_K -> at2k;
      case FOUR_K -> at4k;
    };
  }

  private double logarithm() {
    double[] sides = Arrays.stream(name.split(":")).mapToDouble(Double::parseDouble).toArray();
    return Math.log(sides[0] / sides[1]);
  }

  private static double logarithm(ImageSize size) {
    return Math.log((double) size.width() / size.height());
  }

  private static Ratio row(String name, int w1, int h1, int w2, int h2, int w4, int h4) {
    return new Ratio(name, new ImageSize(w1, h1), new ImageSize(w2, h2), new ImageSize(w4, h4));
  }
}
