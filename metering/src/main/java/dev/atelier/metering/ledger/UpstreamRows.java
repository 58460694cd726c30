package dev.atelier.metering.ledger;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import dev.atelier.metering.ledger.UpstreamCost.Basis;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of {@code upstream_costs}. */
final class UpstreamRows {
  private UpstreamRows() {}

  /** False where there is one of that attempt. */
  static boolean add(
      Tx tx, AttemptId attempt, JobId job, AccountId account, UpstreamCost cost, Instant now) {
    return tx.update(
            "INSERT INTO upstream_costs (attempt, job, account, micros, ambiguous, told,"
                + " created) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (attempt) DO NOTHING",
            attempt.value(),
            job.value(),
            account.value(),
            cost.micros(),
            cost.ambiguous(),
            cost.basis() == Basis.TOLD,
            now)
        == 1;
  }

  /** Puts a known cost in the place of an ambiguous one; false where there is none. */
  static boolean clear(Tx tx, AttemptId attempt, UpstreamCost known) {
    return tx.update(
            "UPDATE upstream_costs SET micros = ?, told = ?, ambiguous = 0"
                + " WHERE attempt = ? AND ambiguous = 1",
            known.micros(),
            known.basis() == Basis.TOLD,
            attempt.value())
        == 1;
  }

  /** Those of these attempts that cost something, or may have. */
  static Map<AttemptId, UpstreamCost> of(Tx tx, List<AttemptId> attempts) {
    if (attempts.isEmpty()) {
      return Map.of();
    }
    String marks = String.join(", ", Collections.nCopies(attempts.size(), "?"));
    var costs = new HashMap<AttemptId, UpstreamCost>();
    tx.list(
            "SELECT attempt, micros, ambiguous, told FROM upstream_costs WHERE attempt IN ("
                + marks
                + ")",
            row -> Map.entry(new AttemptId(row.uuid("attempt")), cost(row)),
            attempts.stream().map(AttemptId::value).toArray())
        .forEach(entry -> costs.put(entry.getKey(), entry.getValue()));
    return costs;
  }

  private static UpstreamCost cost(Row row) {
    Basis certain = row.flag("told") ? Basis.TOLD : Basis.ESTIMATED;
    return new UpstreamCost(
        row.number("micros"), row.flag("ambiguous") ? Basis.AMBIGUOUS : certain);
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
