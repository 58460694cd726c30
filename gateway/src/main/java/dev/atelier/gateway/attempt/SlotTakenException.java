package dev.atelier.gateway.attempt;

/**
 * A slot that was free turned out to be another's: the transaction that wanted it is not made, and
 * its caller looks for another.
 */
public final class SlotTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotTakenException() {
    super("another took the slot");
  }
}
