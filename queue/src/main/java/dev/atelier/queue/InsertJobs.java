package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.JobFault;
import dev.atelier.queue.claim.LaneKey;
import dev.atelier.queue.claim.QueueCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The three ways in: queued, running at once, and failed already. */
final class InsertJobs {
  private static final String INSERT =
      """
      INSERT INTO job (id, tenant, key_id, route, request, dialect, dialect_state, link_base,
        link_seconds, request_id, traceparent, session, completion, interactive,
        images, created, start_by, price_micros, flat_micros, retained, subscribed,
        state, fault, started, ended, node, lease_expires, token, end_user, price_list, sold_as, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)\
      """;

  private final QueueCounters counters;
  private final CompleteJobs completions;

  InsertJobs(QueueCounters counters, CompleteJobs completions) {
    this.counters = counters;
    this.completions = completions;
  }

  void queued(Tx tx, JobSpec job) {
    counters.join(tx, lane(job));
    insert(tx, job, InitialState.queued());
  }

  Lease running(Tx tx, JobSpec job, String node, Instant now, Instant expires) {
    var lease = new Lease(job.id(), node, 1);
    insert(tx, job, InitialState.running(lease, now, expires));
    return lease;
  }

  void failed(Tx tx, JobSpec job, JobFault fault) {
    insert(tx, job, InitialState.failed(fault, job.created()));
    completions.insertFailed(tx, job, fault);
  }

  private static LaneKey lane(JobSpec job) {
    return new LaneKey(job.tenant().value(), job.route(), job.handling().interactive());
  }

  private static void insert(Tx tx, JobSpec job, InitialState initial) {
    tx.expect(
        1,
        () -> new IllegalStateException("job " + job.id() + " was not stored"),
        INSERT,
        job.id().value(),
        job.tenant().value(),
        job.key().value(),
        job.route(),
        RowJson.write(job.request().with(job.request().order().withEndUser(Optional.empty()))),
        job.origin().dialect(),
        job.origin().dialectState(),
        job.origin().base(),
        job.origin().linksLast().map(Duration::toSeconds),
        job.origin().requestId(),
        job.origin().traceparent(),
        job.origin().session(),
        job.handling().completion().name(),
        job.handling().interactive(),
        job.count(),
        job.created(),
        job.startBy(),
        job.price().heldMicros(),
        job.price().flatMicros().isPresent() ? job.price().flatMicros().getAsLong() : null,
        job.handling().retained(),
        job.handling().subscribed(),
        initial.state().name(),
        initial.fault().map(RowJson::write),
        initial.started(),
        initial.ended(),
        initial.lease().map(Lease::node),
        initial.expires(),
        initial.lease().map(Lease::token).orElse(0L),
        job.request().order().endUser(),
        job.price().list(),
        job.price().soldAs());
  }

  /** What a job's row says of its state when it is written first. */
  private record InitialState(
      JobState state,
      Optional<JobFault> fault,
      Optional<Instant> started,
      Optional<Instant> ended,
      Optional<Lease> lease,
      Optional<Instant> expires) {

    static InitialState queued() {
      return new InitialState(
          JobState.QUEUED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    static InitialState running(Lease lease, Instant now, Instant expires) {
      return new InitialState(
          JobState.RUNNING,
          Optional.empty(),
          Optional.of(now),
          Optional.empty(),
          Optional.of(lease),
          Optional.of(expires));
    }

    static InitialState failed(JobFault fault, Instant now) {
      return new InitialState(
          JobState.FAILED,
          Optional.of(fault),
          Optional.empty(),
          Optional.of(now),
          Optional.empty(),
          Optional.empty());
    }
  }
}
