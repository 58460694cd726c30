package dev.atelier.database;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * SQLite: one writer, so that rows need no locks; a statement's failure is told by result codes.
 */
final class SqliteRules implements StoreRules {
  static final SqliteRules INSTANCE = new SqliteRules();

  private static final Pattern ROW_LOCK =
      Pattern.compile("\\s+FOR (?:(?:NO KEY )?UPDATE|SHARE)(?: OF \\w+)?(?: SKIP LOCKED)?");

  private static final int PRIMARY = 0xff;
  private static final int ERROR = 1;
  private static final int READONLY = 8;
  private static final int SCHEMA = 17;
  private static final int TOO_BIG = 18;
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;
  private static final int MISUSE = 21;
  private static final int RANGE = 25;

  private SqliteRules() {}

  @Override
  public RuntimeException failure(String sql, SQLException cause) {
    return switch (cause.getErrorCode() & PRIMARY) {
      case CONSTRAINT -> StatementFailedException.constraint(sql, cause);
      case 0, ERROR, READONLY, SCHEMA, TOO_BIG, MISMATCH, MISUSE, RANGE ->
          StatementFailedException.statement(sql, cause);
      default -> // full, I/O, busy: the database's own
          new DatabaseUnavailableException("the database failed: " + cause.getMessage(), cause);
    };
  }

  @Override
  public void lock(Statements statements, String name) {
    // nobody else writes
  }

  @Override
  public String text(String sql) {
    return ROW_LOCK.matcher(sql).replaceAll("");
  }
}
