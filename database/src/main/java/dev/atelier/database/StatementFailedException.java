package dev.atelier.database;

import java.sql.SQLException;

/**
 * A statement of a transaction body failed: a broken constraint or broken SQL. Its transaction can
 * only be rolled back. The message names the statement, never its arguments.
 */
public final class StatementFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean constraint;

  StatementFailedException(String sql, SQLException cause) {
    super(cause.getMessage() + " in: " + sql, cause);
    this.constraint = SqliteErrors.constraint(cause);
  }

  /**
   * Whether a constraint of the schema refused the change: unique, foreign key, check, not null.
   */
  public boolean constraint() {
    return constraint;
  }
}
