package dev.atelier.metering;

import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.List;

/** The SQL of {@code upstream_costs}. */
final class UpstreamRows {
  private UpstreamRows() {}

  static void add(
      Tx tx,
      AttemptId attempt,
      JobId job,
      AccountId account,
      long micros,
      boolean ambiguous,
      Instant now) {
    tx.update(
        "INSERT INTO upstream_costs (attempt, job, account, micros, ambiguous, created)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (attempt) DO UPDATE"
            + " SET micros = excluded.micros, ambiguous = 0"
            + " WHERE upstream_costs.ambiguous = 1 AND excluded.ambiguous = 0",
        attempt.value(),
        job.value(),
        account.value(),
        micros,
        ambiguous,
        now);
  }

  static List<UpstreamSpend> spend(Tx tx, Instant from, Instant until) {
    return tx.list(
        "SELECT account, COUNT(*) AS attempts,"
            + " SUM(CASE WHEN ambiguous = 0 THEN micros ELSE 0 END) AS micros,"
            + " SUM(ambiguous) AS ambiguous_attempts,"
            + " SUM(CASE WHEN ambiguous = 1 THEN micros ELSE 0 END) AS ambiguous_micros"
            + " FROM upstream_costs WHERE created >= ? AND created < ?"
            + " GROUP BY account ORDER BY account",
        row ->
            new UpstreamSpend(
                new AccountId(row.text("account")),
                row.number("attempts"),
                row.number("micros"),
                row.number("ambiguous_attempts"),
                row.number("ambiguous_micros")),
        from,
        until);
  }
}
