package dev.atelier.catalog;

import dev.atelier.image.ImageSize;

/**
 * Sizes that cost the same where a model is sold by the picture; both bounds are inclusive.
 *
 * @param name such as {@code 2k}
 * @param micros the price of one picture, in micro-dollars
 */
public record Tier(String name, int longEdgeMax, long pixelsMax, long micros) {
  public Tier {
    ModelException.requireAtLeast("usdPerImage", 0, micros);
  }

  /** Whether pictures of this size cost this. */
  public boolean holds(ImageSize size) {
    return size.longEdge() <= longEdgeMax && size.pixels() <= pixelsMax;
  }
}
