package dev.atelier.metering.ledger;

import dev.atelier.image.Usage;

/**
 * One delivered picture with what it costs its caller.
 *
 * @param image its 0-based index in the job
 * @param micros micro-dollars
 */
public record Priced(int image, long micros, Usage usage) {
  public Priced {
    Micros.check(micros);
    if (image < 0) {
      throw new IllegalArgumentException("an image's index is 0 or more");
    }
  }
}
