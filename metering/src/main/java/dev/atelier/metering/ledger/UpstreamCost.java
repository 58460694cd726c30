package dev.atelier.metering.ledger;

/**
 * What one attempt costs us upstream, in micro-dollars.
 *
 * @param basis how the amount is known
 */
public record UpstreamCost(long micros, Basis basis) {
  public UpstreamCost {
    Micros.check(micros);
  }

  /** How an amount is known. */
  public enum Basis {
    /** The upstream says so. */
    TOLD,
    /** It was charged; the amount is worked out from a price list. */
    ESTIMATED,
    /** It may have been charged; so is the amount. */
    AMBIGUOUS
  }

  public boolean ambiguous() {
    return basis == Basis.AMBIGUOUS;
  }
}
