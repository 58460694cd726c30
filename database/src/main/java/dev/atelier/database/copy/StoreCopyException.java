package dev.atelier.database.copy;

import java.sql.SQLException;

/** Rows could not be copied or compared; the message says why. What was committed stays. */
public final class StoreCopyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreCopyException(String message) {
    super(message);
  }

  StoreCopyException(String message, SQLException cause) {
    super(message + ": " + words(cause), cause);
  }

  /** Of a batch, what the server said of the row that it refused. */
  private static String words(SQLException cause) {
    SQLException first = cause.getNextException();
    return String.valueOf(first == null ? cause.getMessage() : first.getMessage());
  }
}
