package dev.atelier.server.copy;

/** A copy cannot be made as asked, and nothing was changed; the message says why. */
public final class CopyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CopyRefusedException(String message) {
    super(message);
  }
}
