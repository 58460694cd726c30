package dev.atelier.database;

/**
 * Another transaction changed what this one builds on. A body may throw it where a row is not what
 * it has read before: where many write side by side the body is repeated, a bounded number of
 * times.
 */
public final class WriteConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WriteConflictException(String message) {
    super(message);
  }

  WriteConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
