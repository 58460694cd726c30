package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The statement cache is bounded and keeps what is used most recently. */
class StatementsTest {
  @Test
  void the_least_recently_used_statements_make_room() throws Exception {
    try (var connection = Connections.inMemory();
        var statements = new Statements(connection, 3, SqliteRules.INSTANCE)) {
      var first = use(statements, "SELECT 1");
      use(statements, "SELECT 2");
      use(statements, "SELECT 3");
      assertThat(use(statements, "SELECT 1")).isSameAs(first);
      use(statements, "SELECT 4");

      assertThat(statements.size()).isEqualTo(3);
      assertThat(use(statements, "SELECT 1")).isSameAs(first);
    }
  }

  @Test
  void a_statement_in_use_is_not_given_out_again() throws Exception {
    try (var connection = Connections.inMemory();
        var statements = new Statements(connection, 3, SqliteRules.INSTANCE)) {
      var both =
          statements.use(
              "SELECT 1", outer -> List.of(outer, statements.use("SELECT 1", inner -> inner)));

      assertThat(both.getFirst()).isNotSameAs(both.getLast());
      assertThat(statements.size()).isEqualTo(1);
    }
  }

  @Test
  void a_statement_that_failed_is_not_used_again() throws Exception {
    try (var connection = Connections.inMemory();
        var statements = new Statements(connection, 3, SqliteRules.INSTANCE)) {
      assertThatThrownBy(() ->
              statements.use(
                  "SELECT 1",
                  _ -> {
                    throw new IllegalStateException("failed");
                  }))
          .hasMessage("failed");

      assertThat(statements.size()).isZero();
    }
  }

  private static Prepared use(Statements statements, String sql) throws Exception {
    return statements.use(sql, prepared -> prepared);
  }
}
