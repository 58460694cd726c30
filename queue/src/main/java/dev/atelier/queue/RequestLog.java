package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of calls with all that is kept of them. */
final class RequestLog {
  private static final String COLUMNS =
      """
      SELECT a.job, a.id, a.account, a.images, a.begun, a.sent, a.remote_id, a.outcome, a.cause,
        a.evidence, a.ended, a.report, j.tenant, j.key_id, j.request_id, j.request, j.end_user
      FROM job_attempt a JOIN job j ON j.id = a.job WHERE\
      """;
  private static final String OF_JOB = COLUMNS + " a.job = ? ORDER BY a.begun, a.id";
  private static final String LISTED = COLUMNS + " a.tenant = ? AND a.begun >= ?";
  private static final String OF_ACCOUNT = " AND a.account = ?";
  private static final String BEFORE = " AND (a.begun, a.id) < (?, ?)";
  private static final String NEWEST_FIRST = " ORDER BY a.begun DESC, a.id DESC LIMIT ?";

  /** Images are stored as their indexes with commas. */
  private static final String TOTALS =
      """
      SELECT COUNT(*) AS attempts, COALESCE(SUM(delivered), 0) AS delivered,
        COALESCE(SUM(1 + LENGTH(images) - LENGTH(REPLACE(images, ',', ''))), 0) AS ordered
      FROM job_attempt WHERE account = ? AND begun >= ?\
      """;

  private RequestLog() {}

  /** Oldest first. */
  static List<LoggedAttempt> of(Tx tx, JobId job) {
    return tx.list(OF_JOB, RequestLog::logged, job.value());
  }

  static List<LoggedAttempt> list(Tx tx, AttemptFilter filter) {
    var sql = new StringBuilder(LISTED);
    var args = new ArrayList<Object>(List.of(filter.tenant().value(), filter.since()));
    filter
        .account()
        .ifPresent(account -> {
          sql.append(OF_ACCOUNT);
          args.add(account.value());
        });
    filter
        .before()
        .ifPresent(place -> {
          sql.append(BEFORE);
          args.add(place.begun());
          args.add(place.id().value());
        });
    args.add(filter.limit());
    return tx.list(sql.append(NEWEST_FIRST).toString(), RequestLog::logged, args.toArray());
  }

  static AttemptTotals totals(Tx tx, AccountId account, Instant since) {
    return tx.first(
            TOTALS,
            row ->
                new AttemptTotals(
                    row.number("attempts"), row.number("ordered"), row.number("delivered")),
            account.value(),
            since)
        .orElseThrow();
  }

  private static LoggedAttempt logged(Row row) {
    return new LoggedAttempt(
        Attempts.row(row),
        new TenantId(row.text("tenant")),
        new KeyId(row.text("key_id")),
        row.textOrNull("request_id"),
        JobRows.request(row),
        row.textOrNull("report").map(RowJson::attempt));
  }
}
