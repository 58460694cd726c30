package dev.atelier.providers.apimart;

import dev.atelier.image.ImageSize;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How APIMart names a size: a ratio and a tier where its table has one, else the pixels.
 *
 * @param size such as {@code 16:9}, or {@code 1881x836}
 * @param resolution such as {@code 2k}; pixels have none
 * @param made what such an image has, as the table says
 */
record SizeWords(String size, Optional<String> resolution, ImageSize made) {
  private static final double NEAR = 0.02;
  private static final List<String> TIERS = List.of("1k", "2k", "4k");

  /** Ratio, then the pixels of each tier; from APIMart's table, at 1k the multiples of 16. */
  private static final List<Row> TABLE =
      """
      1:1  1024x1024 2048x2048 2880x2880
      3:2  1536x1024 2048x1360 3520x2336
      2:3  1024x1536 1360x2048 2336x3520
      4:3  1024x768  2048x1536 3312x2480
      3:4  768x1024  1536x2048 2480x3312
      5:4  1280x1024 2560x2048 3216x2576
      4:5  1024x1280 2048x2560 2576x3216
      16:9 1536x864  2048x1152 3840x2160
      9:16 864x1536  1152x2048 2160x3840
      2:1  2048x1024 2688x1344 3840x1920
      1:2  1024x2048 1344x2688 1920x3840
      3:1  1536x512  3072x1024 3840x1280
      1:3  512x1536  1024x3072 1280x3840
      21:9 2016x864  2688x1152 3840x1648
      9:21 864x2016  1152x2688 1648x3840
      """
          .lines()
          .map(Row::parse)
          .toList();

  /** The exact pixels if the table has them, else the next larger of nearly that shape. */
  static SizeWords of(ImageSize ordered) {
    return TABLE.stream()
        .flatMap(Row::words)
        .filter(words -> words.made().equals(ordered))
        .findFirst()
        .or(() -> near(ordered))
        .orElseGet(() -> new SizeWords(ordered.toString(), Optional.empty(), ordered));
  }

  private static Optional<SizeWords> near(ImageSize ordered) {
    return TABLE.stream()
        .filter(row -> row.distance(ordered) <= NEAR)
        .min(Comparator.comparingDouble(row -> row.distance(ordered)))
        .flatMap(row -> row.words().filter(words -> covers(words.made(), ordered)).findFirst());
  }

  private static boolean covers(ImageSize made, ImageSize ordered) {
    return made.width() >= ordered.width() && made.height() >= ordered.height();
  }

  private record Row(String ratio, List<ImageSize> tiers) {
    static Row parse(String line) {
      String[] cells = line.strip().split(" +");
      return new Row(
          cells[0],
          Stream.of(cells).skip(1).map(cell -> ImageSize.parse(cell).orElseThrow()).toList());
    }

    /** One for each tier, the smallest first. */
    Stream<SizeWords> words() {
      return Stream.iterate(0, i -> i < TIERS.size(), i -> i + 1)
          .map(i -> new SizeWords(ratio, Optional.of(TIERS.get(i)), tiers.get(i)));
    }

    /** How much longer or shorter its shape is, as a part of it. */
    double distance(ImageSize other) {
      String[] sides = ratio.split(":");
      double shape = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
      return Math.abs((double) other.width() / other.height() / shape - 1);
    }
  }
}
