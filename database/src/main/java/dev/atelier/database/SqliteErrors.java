package dev.atelier.database;

import java.sql.SQLException;

/** Tells a statement's own failure from a failure of the database under it. */
final class SqliteErrors {
  private static final int PRIMARY = 0xff;
  private static final int ERROR = 1;
  private static final int READONLY = 8;
  private static final int SCHEMA = 17;
  private static final int TOO_BIG = 18;
  private static final int CONSTRAINT = 19;
  private static final int MISMATCH = 20;
  private static final int MISUSE = 21;
  private static final int RANGE = 25;

  private SqliteErrors() {}

  static boolean constraint(SQLException failure) {
    return (failure.getErrorCode() & PRIMARY) == CONSTRAINT;
  }

  /** Whether only this statement is wrong; anything else (full, I/O, busy) is the database's. */
  static boolean ofStatement(SQLException failure) {
    return switch (failure.getErrorCode() & PRIMARY) {
      case 0, ERROR, READONLY, SCHEMA, TOO_BIG, CONSTRAINT, MISMATCH, MISUSE, RANGE -> true;
      default -> false;
    };
  }
}
