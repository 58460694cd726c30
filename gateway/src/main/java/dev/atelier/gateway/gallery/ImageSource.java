package dev.atelier.gateway.gallery;

import java.util.Optional;
import java.util.UUID;

/** Out of which images of a tenant some are looked for. */
public sealed interface ImageSource {
  /** Out of all. */
  record Everything() implements ImageSource {}

  record OfFavourites() implements ImageSource {}

  record OfBoard(UUID board) implements ImageSource {}

  /** What a caller names. */
  static ImageSource of(Optional<UUID> board, boolean favourites) {
    return board
        .<ImageSource>map(OfBoard::new)
        .orElseGet(() -> favourites ? new OfFavourites() : new Everything());
  }
}
