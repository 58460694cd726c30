package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Difference;
import dev.atelier.image.JobId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The record of what came otherwise than ordered, by job, and counted by account. */
final class Differences {
  private static final int WHOLE_CALL = -1;
  private static final String INSERT =
      """
      INSERT INTO job_difference (job, attempt, idx, kind, account, words) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (job, attempt, idx, kind) DO NOTHING\
      """;
  private static final String COUNT =
      """
      INSERT INTO account_difference (account, kind, times) VALUES (?, ?, 1)
      ON CONFLICT (account, kind) DO UPDATE SET times = account_difference.times + 1\
      """;
  private static final String OF_JOB =
      "SELECT attempt, idx, kind, account, words FROM job_difference WHERE job = ?"
          + " ORDER BY attempt, idx, kind";
  private static final String OF_ACCOUNT =
      "SELECT kind, times FROM account_difference WHERE account = ?";

  /** Whether it was not recorded before. */
  boolean record(Tx tx, JobId job, JobDifference one) {
    String kind = one.difference().kind().word();
    boolean recorded =
        tx.update(
                INSERT,
                job.value(),
                one.attempt().value(),
                one.image().orElse(WHOLE_CALL),
                kind,
                one.account().value(),
                one.difference().words())
            == 1;
    if (recorded) {
      tx.update(COUNT, one.account().value(), kind);
    }
    return recorded;
  }

  List<JobDifference> of(Tx tx, JobId job) {
    return tx.list(OF_JOB, Differences::row, job.value());
  }

  Map<Difference.Kind, Long> of(Tx tx, AccountId account) {
    var counts = new TreeMap<Difference.Kind, Long>();
    for (Count count : tx.list(OF_ACCOUNT, Count::of, account.value())) {
      counts.put(count.kind(), count.times());
    }
    return counts;
  }

  private static JobDifference row(Row row) {
    int image = (int) row.number("idx");
    return new JobDifference(
        new AttemptId(row.uuid("attempt")),
        new AccountId(row.text("account")),
        image == WHOLE_CALL ? OptionalInt.empty() : OptionalInt.of(image),
        new Difference(Difference.Kind.of(row.text("kind")), row.text("words")));
  }

  private record Count(Difference.Kind kind, long times) {
    static Count of(Row row) {
      return new Count(Difference.Kind.of(row.text("kind")), row.number("times"));
    }
  }
}
