package dev.atelier.metering.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sums of days know of the time before there were any. */
class EarlierDaysTest {
  private static final String MIGRATION = "/dev/atelier/metering/migrations/V240__usage_days.sql";
  private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);

  private final Database database =
      DirectDatabase.open(List.of("classpath:dev/atelier/metering/migrations"));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void they_have_what_was_charged_and_what_upstreams_asked_for() throws IOException {
    entry("one", "hold", -1, 0, MONDAY);
    entry("one", "charge", 0, 100, MONDAY);
    cost("a", "one", 30, false, MONDAY);
    cost("b", "one", 7, true, MONDAY);
    cost("c", "one", 5, false, TUESDAY);

    for (String statement : inserts()) {
      database.write(tx -> tx.update(statement));
    }

    assertThat(days()).containsExactly("2026-11-23 key-1 100 30 7", "2026-11-24 key-1 0 5 0");
  }

  private void entry(String job, String kind, int image, long charged, Instant at) {
    database.write(tx ->
        tx.update(
            "INSERT INTO ledger_entries (job, kind, image, tenant, api_key, funds, held, charged,"
                + " outside, created) VALUES (?, ?, ?, 'default', 'key-1', ?, 0, ?, 0, ?)",
            job,
            kind,
            image,
            -charged,
            charged,
            at));
  }

  private void cost(String attempt, String job, long micros, boolean ambiguous, Instant at) {
    database.write(tx ->
        tx.update(
            "INSERT INTO upstream_costs (attempt, job, account, micros, ambiguous, created)"
                + " VALUES (?, ?, 'fake', ?, ?, ?)",
            attempt,
            job,
            micros,
            ambiguous ? 1 : 0,
            at));
  }

  private List<String> days() {
    return database.read(tx ->
        tx.list(
            "SELECT day, api_key, charged, upstream, ambiguous FROM usage_days ORDER BY day",
            row ->
                "%s %s %d %d %d"
                    .formatted(
                        row.text("day"),
                        row.text("api_key"),
                        row.number("charged"),
                        row.number("upstream"),
                        row.number("ambiguous"))));
  }

  /** What the migration brings along; its tables are there already. */
  private List<String> inserts() throws IOException {
    try (var file = getClass().getResourceAsStream(MIGRATION)) {
      String text = new String(file.readAllBytes(), UTF_8).replaceAll("(?m)^--.*$", "");
      return Arrays.stream(text.split(";"))
          .map(String::strip)
          .filter(one -> one.startsWith("INSERT"))
          .toList();
    }
  }
}
