package dev.atelier.metering.ledger;

/** The range of one amount of money, in micro-dollars: sums of many never overflow a long. */
final class Micros {
  static final long MAX = 1_000_000_000_000_000L;

  private Micros() {}

  static long check(long micros) {
    if (micros < 0 || micros > MAX) {
      throw new IllegalArgumentException("0.." + MAX + " micro-dollars expected, got " + micros);
    }
    return micros;
  }
}
