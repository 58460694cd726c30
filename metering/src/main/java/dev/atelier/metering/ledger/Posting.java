package dev.atelier.metering.ledger;

/**
 * What an entry moves between the four accounts of its tenant, in micro-dollars; nothing is made or
 * lost.
 *
 * @param funds what is free to spend
 * @param held what is set aside for jobs
 * @param charged what was earned
 * @param outside what came from outside, as a negative amount
 */
public record Posting(long funds, long held, long charged, long outside) {
  static final Posting NOTHING = new Posting(0, 0, 0, 0);

  public Posting {
    if (funds + held + charged + outside != 0) {
      throw new IllegalArgumentException("an entry moves money and makes none");
    }
  }

  static Posting hold(long micros) {
    return new Posting(-micros, micros, 0, 0);
  }

  static Posting charge(long micros) {
    return new Posting(0, -micros, micros, 0);
  }

  static Posting release(long micros) {
    return hold(-micros);
  }

  Posting plus(Posting other) {
    return new Posting(
        funds + other.funds, held + other.held, charged + other.charged, outside + other.outside);
  }

  boolean nothing() {
    return equals(NOTHING);
  }
}
