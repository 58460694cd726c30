package dev.atelier.gateway.dispatch;

import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.CancelResult;

/**
 * Ends a job at its owner's request; it wins unless every image is finished already. Its running
 * calls are interrupted, in other processes too, and those that have not sent anything yet never
 * will.
 */
public final class CancelJob {
  private final JobStore store;
  private final RunningCalls running;
  private final EndJob end;

  public CancelJob(JobStore store, RunningCalls running, EndJob end) {
    this.store = store;
    this.running = running;
    this.end = end;
  }

  public CancelResult cancel(Principal principal, JobId id) {
    principal.require(Scope.GENERATE);
    return cancel(principal.tenant(), id);
  }

  /** The same for who may do so without being the owner. */
  public CancelResult cancel(TenantId tenant, JobId id) {
    CancelResult result =
        store.write(tx -> {
          CancelResult cancelled = store.queue().cancel(tx, tenant, id, tx.now());
          if (cancelled == CancelResult.CANCELLED) {
            end.ended(tx, store.queue().find(tx, id).orElseThrow());
          }
          return cancelled;
        });
    if (result == CancelResult.CANCELLED) {
      running.cancel(id);
      store.database().notices().send(HearOthers.CANCELLED, id.toString());
    }
    return result;
  }
}
