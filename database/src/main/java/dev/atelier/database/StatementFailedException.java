package dev.atelier.database;

import java.sql.SQLException;

/**
 * A statement of a transaction body failed: a broken constraint or broken SQL. Its transaction can
 * only be rolled back. The message names the statement, never its arguments.
 */
public final class StatementFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  private enum Kind {
    STATEMENT,
    CONSTRAINT,
    UNIQUE
  }

  private StatementFailedException(String sql, SQLException cause, Kind kind) {
    super(cause.getMessage() + " in: " + sql, cause);
    this.kind = kind;
  }

  static StatementFailedException statement(String sql, SQLException cause) {
    return new StatementFailedException(sql, cause, Kind.STATEMENT);
  }

  static StatementFailedException constraint(String sql, SQLException cause) {
    return new StatementFailedException(sql, cause, Kind.CONSTRAINT);
  }

  /** A constraint too: there is such a row, perhaps since a moment ago. */
  static StatementFailedException unique(String sql, SQLException cause) {
    return new StatementFailedException(sql, cause, Kind.UNIQUE);
  }

  /**
   * Whether a constraint of the schema refused the change: unique, foreign key, check, not null.
   */
  public boolean constraint() {
    return kind != Kind.STATEMENT;
  }

  /** Whether a row that was made side by side may have been the reason. */
  boolean perhapsRaced() {
    return kind == Kind.UNIQUE;
  }
}
