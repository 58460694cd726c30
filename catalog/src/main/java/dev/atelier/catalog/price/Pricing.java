package dev.atelier.catalog.price;

import dev.atelier.catalog.Prices;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import java.util.List;
import java.util.OptionalLong;

/** How a model is sold. */
public sealed interface Pricing {
  /** By what is counted: prompt, inputs, the image and its previews. */
  record PerToken(Prices prices) implements Pricing {}

  /**
   * By the image.
   *
   * @param cells the first that holds an image counts
   */
  record PerImage(List<PriceCell> cells) implements Pricing {
    public PerImage {
      cells = List.copyOf(cells);
    }

    /** What an image costs, in micro-dollars; empty where no cell holds it. */
    public OptionalLong micros(ImageSize size, Quality quality) {
      return cells.stream()
          .filter(cell -> cell.holds(size, quality))
          .mapToLong(cell -> cell.tier().micros())
          .findFirst();
    }
  }
}
