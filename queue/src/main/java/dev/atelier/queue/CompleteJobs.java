package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.database.WriteConflictException;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.LaneKey;
import dev.atelier.queue.claim.QueueCounters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How pictures end, and with the last of them the job. */
final class CompleteJobs {
  private static final String TALLY =
      """
      SELECT j.id, j.state, j.images, j.completion, j.tenant, j.route, j.interactive, j.not_before,
        COUNT(i.idx) AS ended,
        COALESCE(SUM(CASE WHEN i.state = 'DONE' THEN 1 ELSE 0 END), 0) AS done,
        COALESCE(SUM(i.blocked), 0) AS blocked
      FROM job j LEFT JOIN job_image i ON i.job = j.id
      WHERE j.id = ? AND\
      """;
  private static final String GROUPED = " GROUP BY j.id";
  private static final String TALLY_HELD = TALLY + " j.token = ? AND j.state = 'RUNNING'" + GROUPED;
  private static final String TALLY_OWNED = TALLY + " j.tenant = ?" + GROUPED;
  private static final String TALLY_QUEUED = TALLY + " j.state = 'QUEUED'" + GROUPED;
  private static final String FIRST_FAULT =
      "SELECT fault FROM job_image WHERE job = ? AND state = 'FAILED' ORDER BY idx LIMIT 1";
  private static final String END_JOB =
      """
      UPDATE job SET state = ?, fault = ?, ended = ?, token = token + 1, version = version + 1,
        node = NULL, lease_expires = NULL, not_before = NULL
      WHERE id = ? AND state = ?\
      """;
  private static final String END_WHOLE = END_JOB + " AND token = ?";
  private static final String OVERDUE =
      "SELECT id FROM job WHERE state = 'QUEUED' AND start_by <= ? ORDER BY start_by, id LIMIT ?"
          + " FOR UPDATE SKIP LOCKED";
  private static final String LOCK = "SELECT id FROM job WHERE id = ? AND tenant = ? FOR UPDATE";

  private final QueueCounters counters;
  private final Leases leases;

  CompleteJobs(QueueCounters counters, Leases leases) {
    this.counters = counters;
    this.leases = leases;
  }

  boolean finish(Tx tx, Lease lease, JobImage image) {
    checkIndex(image.index(), leases.check(tx, lease));
    return EndedImages.add(tx, lease.job(), List.of(image)) == 1;
  }

  Job finishAll(Tx tx, Lease lease, Job job, List<JobImage> images, Instant now) {
    if (images.size() != job.spec().count()) {
      throw new IllegalArgumentException("not all images of job " + job.id());
    }
    tx.expect(
        1,
        () -> new LeaseLostException(lease),
        END_WHOLE,
        JobState.SUCCEEDED.name(),
        null,
        now,
        job.id().value(),
        JobState.RUNNING.name(),
        lease.token());
    EndedImages.addAll(tx, job.id(), images);
    return job.with(
        new JobProgress(
            JobState.SUCCEEDED,
            Optional.empty(),
            job.started(),
            Optional.of(now),
            job.version() + 1, // or more: whoever compares reads it again then
            images));
  }

  boolean fail(Tx tx, Lease lease, int index, JobFault fault, Instant now) {
    checkIndex(index, leases.check(tx, lease));
    var failed = EndedImages.without(index, ImageState.FAILED, Optional.of(fault), now);
    return EndedImages.add(tx, lease.job(), List.of(failed)) == 1;
  }

  /** Ends the job of {@code lease} if no picture of it is pending. */
  Optional<JobState> settle(Tx tx, Lease lease, Instant now) {
    var tally =
        tx.first(TALLY_HELD, this::tally, lease.job().value(), lease.token())
            .orElseThrow(() -> new LeaseLostException(lease));
    if (tally.ended() < tally.images()) {
      return Optional.empty();
    }
    return Optional.of(decide(tx, lease.job(), tally, now));
  }

  CancelResult cancel(Tx tx, TenantId tenant, JobId job, Instant now) {
    if (tx.first(LOCK, row -> row.text("id"), job.value(), tenant.value()).isEmpty()) {
      return CancelResult.NOT_FOUND;
    }
    var tally = tx.first(TALLY_OWNED, this::tally, job.value(), tenant.value()).orElseThrow();
    if (tally.state().ended() || tally.done() == tally.images()) {
      return CancelResult.ALREADY_ENDED;
    }
    endPending(tx, job, tally, ImageState.CANCELLED, Optional.empty(), now);
    end(tx, job, tally, JobState.CANCELLED, Optional.of(new JobFault.Cancelled()), now);
    return CancelResult.CANCELLED;
  }

  List<JobId> failOverdue(Tx tx, Instant now, int limit) {
    var overdue = tx.list(OVERDUE, row -> new JobId(row.uuid("id")), now, limit);
    overdue.forEach(job -> failOverdue(tx, job, now));
    return overdue;
  }

  private void failOverdue(Tx tx, JobId job, Instant now) {
    var before = tx.first(TALLY_QUEUED, this::tally, job.value()).orElseThrow();
    endPending(
        tx, job, before, ImageState.FAILED, Optional.of(new JobFault.StartDeadlinePassed()), now);
    decide(tx, job, before, now);
  }

  /** All the pictures of a job that fails before it was ever queued. */
  void insertFailed(Tx tx, JobSpec job, JobFault fault) {
    int _ =
        EndedImages.add(
            tx,
            job.id(),
            EndedImages.allWithout(
                job.count(), ImageState.FAILED, Optional.of(fault), job.created()));
  }

  private JobState decide(Tx tx, JobId job, Tally tally, Instant now) {
    var state =
        tally.completion().satisfied(tally.images(), tally.done(), tally.blocked())
            ? JobState.SUCCEEDED
            : JobState.FAILED;
    var fault = state == JobState.FAILED ? firstFault(tx, job) : Optional.<JobFault>empty();
    end(tx, job, tally, state, fault, now);
    return state;
  }

  private void end(
      Tx tx, JobId job, Tally was, JobState state, Optional<JobFault> fault, Instant now) {
    int ended =
        tx.update(
            END_JOB, state.name(), fault.map(RowJson::write), now, job.value(), was.state().name());
    if (ended == 0) {
      throw new WriteConflictException("job " + job + " changed while it was being ended");
    }
    if (was.state() == JobState.QUEUED) {
      counters.leave(tx, was.lane(), was.ready());
    }
  }

  private void endPending(
      Tx tx, JobId job, Tally tally, ImageState state, Optional<JobFault> fault, Instant now) {
    int _ = EndedImages.add(tx, job, EndedImages.allWithout(tally.images(), state, fault, now));
  }

  private static Optional<JobFault> firstFault(Tx tx, JobId job) {
    return tx.first(FIRST_FAULT, row -> RowJson.fault(row.text("fault")), job.value());
  }

  private static void checkIndex(int index, int images) {
    if (index < 0 || index >= images) {
      throw new IllegalArgumentException("image " + index + " of a job of " + images);
    }
  }

  private Tally tally(Row row) {
    return new Tally(
        JobState.valueOf(row.text("state")),
        (int) row.number("images"),
        CompletionPolicy.valueOf(row.text("completion")),
        LaneKey.of(row),
        row.instantOrNull("not_before").isEmpty(),
        (int) row.number("ended"),
        (int) row.number("done"),
        (int) row.number("blocked"));
  }

  /** A job's row with its ended pictures counted. */
  private record Tally(
      JobState state,
      int images,
      CompletionPolicy completion,
      LaneKey lane,
      boolean ready,
      int ended,
      int done,
      int blocked) {}
}
