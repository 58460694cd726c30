package dev.atelier.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How SQLite finds the sums. */
class UsageDayPlansTest {
  private final Database database = Schema.inMemory();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_tenant_s_days_are_a_range_of_an_index_and_those_of_all_too() {
    assertThat(plan("tenant = 'acme' AND day >= '2026-11-01' AND day <= '2026-11-30'"))
        .contains("(tenant=? AND day>? AND day<?)");
    assertThat(plan("day >= '2026-11-01' AND day <= '2026-11-30'")).contains("usage_days_by_day");
  }

  @Test
  void so_are_hours_and_those_that_become_days() {
    for (String table : List.of("usage_hours", "account_hours")) {
      assertThat(plan(table, "tenant = 'acme' AND day >= '2026-11-01' AND day <= '2026-11-30'"))
          .contains("(tenant=? AND day>? AND day<?)");
      assertThat(plan(table, "day >= '2026-11-01' AND day <= '2026-11-30'"))
          .contains(table + "_by_day");
      assertThat(plan(table, "hour >= 0 AND day < '2026-11-30'")).contains(table + "_apart");
    }
  }

  private String plan(String where) {
    return plan("usage_days", where);
  }

  private String plan(String table, String where) {
    return String.join(
        "\n",
        database.<List<String>>read(tx ->
            tx.list(
                "EXPLAIN QUERY PLAN SELECT day, SUM(upstream) FROM "
                    + table
                    + " WHERE "
                    + where
                    + " GROUP BY day",
                row -> row.text("detail"))));
  }
}
