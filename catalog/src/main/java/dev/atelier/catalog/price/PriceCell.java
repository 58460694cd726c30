package dev.atelier.catalog.price;

import dev.atelier.catalog.Tier;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Quality;
import java.util.Optional;

/**
 * Images that cost the same.
 *
 * @param quality which they are made in; any if empty
 */
public record PriceCell(Tier tier, Optional<Quality> quality) {
  boolean holds(ImageSize size, Quality made) {
    return tier.holds(size) && quality.map(made::equals).orElse(true);
  }
}
