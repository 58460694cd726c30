package dev.atelier.database;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/** PostgreSQL: what a failure means is told by its SQLSTATE. */
final class PostgresRules implements StoreRules {
  static final PostgresRules INSTANCE = new PostgresRules();

  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 4711))";
  private static final String UNIQUE_VIOLATION = "23505";

  /** Serialization failure, deadlock, a plan or a statement that is no longer valid. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "0A000", "26000");

  /** Another server process ended this one, or is about to, or is not ready. */
  private static final Set<String> SHUTDOWNS = Set.of("57P01", "57P02", "57P03", "57P05");

  private PostgresRules() {}

  @Override
  public RuntimeException failure(String sql, SQLException cause) {
    String state = state(cause);
    if (state.equals(UNIQUE_VIOLATION)) {
      return StatementFailedException.unique(sql, cause);
    }
    if (CONFLICTS.contains(state)) {
      return new WriteConflictException("state " + state, cause);
    }
    return switch (state.length() < 2 ? state : state.substring(0, 2)) {
      case "23" -> StatementFailedException.constraint(sql, cause);
      case "20", "21", "22", "25", "2B", "2F", "34", "42", "44", "54" ->
          StatementFailedException.statement(sql, cause);
      default ->
          new DatabaseUnavailableException("the database failed: " + cause.getMessage(), cause);
    };
  }

  @Override
  public void lock(Statements statements, String name) throws SQLException {
    boolean _ =
        statements.use(
            LOCK,
            prepared -> {
              try (var result = prepared.query(name)) {
                return result.next();
              }
            });
  }

  @Override
  public String text(String sql) {
    return sql;
  }

  /** Whether the connection is of no use any more; what it had begun is rolled back, or unknown. */
  static boolean connectionLost(SQLException cause) {
    String state = state(cause);
    return state.startsWith("08") || SHUTDOWNS.contains(state);
  }

  /** The same of a failure that was told already. */
  static boolean connectionLost(DatabaseUnavailableException told) {
    return told.getCause() instanceof SQLException cause && connectionLost(cause);
  }

  private static String state(SQLException cause) {
    return Objects.requireNonNullElse(cause.getSQLState(), "08000");
  }
}
