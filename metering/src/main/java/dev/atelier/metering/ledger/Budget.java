package dev.atelier.metering.ledger;

import java.time.Instant;

/**
 * What may be spent in a day or a month.
 *
 * @param bound micro-dollars
 * @param used what is held and charged of jobs that were accepted in this period, micro-dollars; it
 *     is above the bound where that was lowered afterwards
 * @param until when the next period begins, with nothing used
 */
public record Budget(Period period, long bound, long used, Instant until) {

  /** What is left of it in this period. */
  public long left() {
    return Math.max(0, bound - used);
  }
}
