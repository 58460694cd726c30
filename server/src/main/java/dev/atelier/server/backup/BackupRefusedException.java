package dev.atelier.server.backup;

/** A backup cannot be made or restored as asked, and nothing was changed; the message says why. */
public final class BackupRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupRefusedException(String message) {
    super(message);
  }
}
