package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The three ways in: queued, running at once, and failed already. */
final class Submissions {
  private static final String INSERT =
      """
      INSERT INTO job (id, tenant, key_id, route, request, dialect, note, link_base,
        link_seconds, delivery, waiting,
        images, created, start_by, price_micros, flat_micros, kept,
        state, fault, started, ended, node, lease_expires, token, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)\
      """;

  private final Line line;
  private final Endings endings;

  Submissions(Line line, Endings endings) {
    this.line = line;
    this.endings = endings;
  }

  void queued(Tx tx, NewJob job) {
    line.join(tx, Place.of(job));
    insert(tx, job, Birth.queued());
  }

  Lease running(Tx tx, NewJob job, String node, Instant now, Instant expires) {
    var lease = new Lease(job.id(), node, 1);
    line.pass(tx);
    insert(tx, job, Birth.running(lease, now, expires));
    return lease;
  }

  void failed(Tx tx, NewJob job, Fault fault) {
    insert(tx, job, Birth.failed(fault, job.created()));
    endings.bornFailed(tx, job, fault);
  }

  private static void insert(Tx tx, NewJob job, Birth birth) {
    tx.update(
        INSERT,
        job.id().value(),
        job.tenant().value(),
        job.key().value(),
        job.route(),
        RowJson.write(job.request()),
        job.origin().dialect(),
        job.origin().note(),
        job.origin().base(),
        job.origin().linksLast().map(Duration::toSeconds),
        job.delivery().name(),
        job.waiting(),
        job.images(),
        job.created(),
        job.startBy(),
        job.priceMicros(),
        job.flatMicros().isPresent() ? job.flatMicros().getAsLong() : null,
        job.kept(),
        birth.state().name(),
        birth.fault().map(RowJson::write),
        birth.started(),
        birth.ended(),
        birth.lease().map(Lease::node),
        birth.expires(),
        birth.lease().map(Lease::token).orElse(0L));
  }

  /** What a job's row says of its state when it is written first. */
  private record Birth(
      JobState state,
      Optional<Fault> fault,
      Optional<Instant> started,
      Optional<Instant> ended,
      Optional<Lease> lease,
      Optional<Instant> expires) {

    static Birth queued() {
      return new Birth(
          JobState.QUEUED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    static Birth running(Lease lease, Instant now, Instant expires) {
      return new Birth(
          JobState.RUNNING,
          Optional.empty(),
          Optional.of(now),
          Optional.empty(),
          Optional.of(lease),
          Optional.of(expires));
    }

    static Birth failed(Fault fault, Instant now) {
      return new Birth(
          JobState.FAILED,
          Optional.of(fault),
          Optional.empty(),
          Optional.of(now),
          Optional.empty(),
          Optional.empty());
    }
  }
}
