package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class VacuumSmallTablesTest {
  private static final PostgresAddress ADDRESS = PostgresServer.empty();
  private static final int ROWS = 100;

  @Test
  void a_table_whose_rows_change_all_the_time_is_vacuumed_and_a_calm_one_is_not() {
    try (var database = PostgresDatabase.connect(ADDRESS, PostgresServer.OPTIONS)) {
      List.of("counter", "calm").forEach(table -> create(database, table));
      for (int i = 0; i < 20; i++) {
        int _ = database.write(tx -> tx.update("UPDATE counter SET number = number + 1"));
      }

      try (var _ = VacuumSmallTables.start(ADDRESS, Duration.ofSeconds(5), Duration.ofMillis(50))) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> vacuumed(database, "counter") > 0);
      }

      assertThat(vacuumed(database, "calm")).isZero();
    }
  }

  private static void create(Database database, String table) {
    int _ =
        database.write(tx -> {
          tx.update("CREATE TABLE " + table + " (number BIGINT NOT NULL)");
          tx.update("CREATE INDEX " + table + "_number ON " + table + " (number)");
          return tx.update("INSERT INTO " + table + " SELECT * FROM generate_series(1, ?)", ROWS);
        });
  }

  private static long vacuumed(Database database, String table) {
    return database.read(tx ->
        tx.first(
                "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = ?",
                row -> row.number("vacuum_count"),
                table)
            .orElseThrow());
  }
}
