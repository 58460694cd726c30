package dev.atelier.database;

/**
 * The disk or the server did not answer while a transaction was being committed: it may or may not
 * be visible later. Whoever gets this must look before doing anything twice.
 */
public final class CommitUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommitUnknownException(String message) {
    super(message);
  }

  CommitUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
