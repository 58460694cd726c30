package dev.atelier.api.apimart;

import dev.atelier.catalog.Listing;

/** The two ways this API sells a model. */
enum Channel {
  /** By tier of size, one picture a task, few settings. */
  STANDARD(Listing.APIMART, 1),
  /** At the model's own price, with its settings. */
  OFFICIAL(Listing.APIMART_OFFICIAL, 4);

  private final Listing listing;
  private final int countMax;

  Channel(Listing listing, int countMax) {
    this.listing = listing;
    this.countMax = countMax;
  }

  /** The one whose models have their names in this listing. */
  static Channel of(Listing listing) {
    return listing == OFFICIAL.listing ? OFFICIAL : STANDARD;
  }

  /** Which names of a model stand for this channel. */
  Listing listing() {
    return listing;
  }

  /** Most pictures of one task. */
  int countMax() {
    return countMax;
  }
}
