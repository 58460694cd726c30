package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.LaneKey;
import dev.atelier.queue.claim.QueueCounters;
import java.util.Optional;

/** Moves a queued job among those that are served first, or behind them. */
public final class MoveJob {
  private static final String QUEUED =
      "SELECT tenant, route, interactive, not_before FROM job"
          + " WHERE id = ? AND tenant = ? AND state = 'QUEUED' FOR UPDATE";

  private final QueueCounters counters;

  public MoveJob(QueueCounters counters) {
    this.counters = counters;
  }

  /** Whether the tenant has such a job in the queue; it stays there until the commit. */
  public boolean queued(Tx tx, TenantId tenant, JobId job) {
    return tx.first(QUEUED, Place::of, job.value(), tenant.value()).isPresent();
  }

  /**
   * Repeating it changes nothing. Within its new kind the job stands by its age.
   *
   * @return false if the tenant has no such job in the queue
   */
  public boolean move(Tx tx, TenantId tenant, JobId job, boolean interactive) {
    Optional<Place> place = tx.first(QUEUED, Place::of, job.value(), tenant.value());
    place
        .filter(from -> from.interactive() != interactive)
        .ifPresent(from -> {
          tx.update(
              "UPDATE job SET interactive = ?, version = version + 1 WHERE id = ?",
              interactive,
              job.value());
          counters.move(
              tx,
              new LaneKey(tenant.value(), from.route(), from.interactive()),
              new LaneKey(tenant.value(), from.route(), interactive),
              from.ready());
        });
    return place.isPresent();
  }

  private record Place(String route, boolean interactive, boolean ready) {
    static Place of(Row row) {
      return new Place(
          row.text("route"), row.flag("interactive"), row.numberOrNull("not_before").isEmpty());
    }
  }
}
