package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.MoveJob;
import java.util.Map;

/** What administrators do with jobs that wait. */
public final class ManageQueue {
  private final Database database;
  private final MoveJob moves;
  private final AuditLog audit;

  ManageQueue(Database database, MoveJob moves, AuditLog audit) {
    this.database = database;
    this.moves = moves;
    this.audit = audit;
  }

  /** Whether the caller's tenant has such a job in the queue. */
  public boolean queued(Principal actor, JobId job) {
    actor.require(Scope.ADMIN);
    return database.read(tx -> moves.queued(tx, actor.tenant(), job));
  }

  /**
   * Has a queued job of the caller's tenant served first, or after those that are.
   *
   * @return false if there is no such job in the queue
   */
  public boolean move(Principal actor, JobId job, boolean interactive) {
    actor.require(Scope.ADMIN);
    return database.write(tx -> {
      boolean queued = moves.move(tx, actor.tenant(), job, interactive);
      if (queued) {
        String lane = interactive ? "interactive" : "background";
        audit.record(
            tx, actor, new Act("job.move", actor.tenant(), job.toString(), Map.of("lane", lane)));
      }
      return queued;
    });
  }
}
