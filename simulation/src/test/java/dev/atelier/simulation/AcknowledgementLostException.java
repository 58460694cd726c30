package dev.atelier.simulation;

/** A commit that is on disk, and whose caller is told that nobody knows. */
final class AcknowledgementLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AcknowledgementLostException() {
    super("the commit was not acknowledged");
  }
}
