package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The record of paid calls: the intent before one leaves, its remote id, how it ended. */
final class Attempts {
  private static final String HELD =
      "EXISTS (SELECT 1 FROM job WHERE id = ? AND token = ? AND state = 'RUNNING'"
          + " FOR NO KEY UPDATE)";
  private static final String BEGIN =
      """
      INSERT INTO job_attempt (job, id, account, images, choice, begun, sent, remote_id, tenant)
      SELECT id, ?, ?, ?, ?, ?, ?, ?, tenant FROM job WHERE id = ? AND token = ? AND state = 'RUNNING'
      FOR NO KEY UPDATE\
      """;
  private static final String SENDING =
      "UPDATE job_attempt SET sent = ?, remote_id = COALESCE(?, remote_id)"
          + " WHERE job = ? AND id = ? AND ended IS NULL AND "
          + HELD;
  private static final String REMOTE_ID =
      "UPDATE job_attempt SET remote_id = ? WHERE job = ? AND id = ? AND ended IS NULL AND " + HELD;
  private static final String END =
      "UPDATE job_attempt SET outcome = ?, cause = ?, evidence = ?, ended = ?, delivered = ?, report = ?"
          + " WHERE job = ? AND id = ? AND ended IS NULL";
  private static final String END_HELD = END + " AND " + HELD;
  private static final String END_LATE =
      END + " AND EXISTS (SELECT 1 FROM job WHERE id = ? AND ended IS NOT NULL)";
  private static final String COLUMNS =
      """
      SELECT job, id, account, images, begun, sent, remote_id, outcome, cause, evidence, ended
      FROM job_attempt WHERE job = ?\
      """;
  private static final String OF_JOB = COLUMNS + " ORDER BY begun, id";
  private static final String ONE = COLUMNS + " AND id = ?";

  private static final String CHOICES =
      "SELECT id, choice FROM job_attempt WHERE job = ? AND choice IS NOT NULL";

  private static final String ORPHANED =
      """
      SELECT DISTINCT a.job FROM job_attempt a
      WHERE a.ended IS NULL AND EXISTS (SELECT 1 FROM job j WHERE j.id = a.job AND j.ended <= ?)
      ORDER BY a.job LIMIT ?\
      """;

  private final Leases leases;

  Attempts(Leases leases) {
    this.leases = leases;
  }

  void begin(
      Tx tx,
      Lease lease,
      AttemptId id,
      AccountId account,
      List<Integer> images,
      List<String> choice,
      Instant now,
      Optional<Sending> sending) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("an attempt is for at least one image");
    }
    tx.expect(
        1,
        () -> new LeaseLostException(lease),
        BEGIN,
        id.value(),
        account.value(),
        text(images),
        choice.isEmpty() ? null : String.join("\n", choice),
        now,
        sending.map(Sending::at),
        sending.flatMap(Sending::remoteId),
        lease.job().value(),
        lease.token());
  }

  void sending(Tx tx, Lease lease, AttemptId id, Sending sending) {
    var job = lease.job().value();
    written(
        tx,
        lease,
        tx.update(SENDING, sending.at(), sending.remoteId(), job, id.value(), job, lease.token()));
  }

  void remoteId(Tx tx, Lease lease, AttemptId id, String remoteId) {
    var job = lease.job().value();
    written(tx, lease, tx.update(REMOTE_ID, remoteId, job, id.value(), job, lease.token()));
  }

  void end(Tx tx, Lease lease, AttemptId id, AttemptEnd end) {
    var job = lease.job().value();
    tx.expect(
        1,
        () -> missing(tx, lease),
        END_HELD,
        end.outcome(),
        end.cause(),
        end.evidence(),
        end.at(),
        delivered(end),
        end.report().map(RowJson::write),
        job,
        id.value(),
        job,
        lease.token());
  }

  void endWithJob(Tx tx, JobId job, AttemptId id, AttemptEnd end) {
    tx.expect(
        1,
        () -> new IllegalStateException("no such attempt, or it has ended"),
        END,
        end.outcome(),
        end.cause(),
        end.evidence(),
        end.at(),
        delivered(end),
        end.report().map(RowJson::write),
        job.value(),
        id.value());
  }

  boolean endLate(Tx tx, JobId job, AttemptId id, AttemptEnd end) {
    return tx.update(
            END_LATE,
            end.outcome(),
            end.cause(),
            textErased(tx, job) ? "" : end.evidence(),
            end.at(),
            delivered(end),
            end.report().map(RowJson::write),
            job.value(),
            id.value(),
            job.value())
        == 1;
  }

  /** Then what the upstream says, which may repeat the prompt, is not kept either. */
  private static boolean textErased(Tx tx, JobId job) {
    return tx.first(
            "SELECT text_erased FROM job WHERE id = ? AND text_erased IS NOT NULL",
            row -> row.instant("text_erased"),
            job.value())
        .isPresent();
  }

  List<AttemptRow> of(Tx tx, JobId job) {
    return tx.list(OF_JOB, Attempts::row, job.value());
  }

  Optional<AttemptRow> find(Tx tx, JobId job, AttemptId id) {
    return tx.first(ONE, Attempts::row, job.value(), id.value());
  }

  Map<AttemptId, List<String>> choices(Tx tx, JobId job) {
    return tx
        .list(
            CHOICES,
            row -> Map.entry(new AttemptId(row.uuid("id")), row.text("choice").lines().toList()),
            job.value())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Jobs that ended by {@code latest} and have a call of which no end was told since. */
  List<JobId> orphaned(Tx tx, Instant latest, int limit) {
    return tx.list(ORPHANED, row -> new JobId(row.uuid("job")), latest, limit);
  }

  /** Nothing written: the lease is lost, or else the caller speaks of an attempt that is over. */
  private void written(Tx tx, Lease lease, int rows) {
    if (rows == 0) {
      throw missing(tx, lease);
    }
  }

  private RuntimeException missing(Tx tx, Lease lease) {
    leases.check(tx, lease);
    return new IllegalStateException("no such attempt, or it has ended");
  }

  private static int delivered(AttemptEnd end) {
    return end.report().map(AttemptReport::delivered).orElse(0);
  }

  /** Without its report, which nobody needs who decides. */
  static AttemptRow row(Row row) {
    return new AttemptRow(
        new AttemptId(row.uuid("id")),
        new JobId(row.uuid("job")),
        new AccountId(row.text("account")),
        indexes(row.text("images")),
        row.instant("begun"),
        row.instantOrNull("sent"),
        row.textOrNull("remote_id"),
        row.instantOrNull("ended").map(at -> end(row, at)));
  }

  private static AttemptEnd end(Row row, Instant at) {
    return new AttemptEnd(
        row.text("outcome"), row.textOrNull("cause"), row.textOrNull("evidence").orElse(""), at);
  }

  private static String text(List<Integer> images) {
    return images.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Integer> indexes(String text) {
    return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
  }
}
