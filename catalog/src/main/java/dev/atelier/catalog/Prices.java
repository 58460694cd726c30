package dev.atelier.catalog;

import dev.atelier.image.Usage;

/**
 * What tokens cost, in nano-dollars each (a published 30.00 USD per million is 30,000).
 *
 * @param textInCached and {@code imageInCached}: the price of cached input, which the Images API
 *     never reports
 */
public record Prices(
    long textIn, long textInCached, long imageIn, long imageInCached, long imageOut) {
  private static final long NANO_PER_MICRO = 1_000;

  /** The price of {@code usage} in micro-dollars, rounded half up. */
  public long micros(Usage usage) {
    long nanos =
        Math.addExact(
            Math.addExact(
                Math.multiplyExact(usage.textIn(), textIn),
                Math.multiplyExact(usage.imageIn(), imageIn)),
            Math.multiplyExact(usage.imageOut(), imageOut));
    return (nanos + NANO_PER_MICRO / 2) / NANO_PER_MICRO;
  }
}
