package dev.atelier.gateway;

import dev.atelier.image.JobId;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.JobEvents.JobEvent;

/** Ends a job at its owner's wish; it wins unless every picture is finished already. */
public final class CancelJob {
  private final GatewayParts parts;
  private final Running running;

  CancelJob(GatewayParts parts, Running running) {
    this.parts = parts;
    this.running = running;
  }

  public CancelResult cancel(Principal principal, JobId id) {
    principal.require(Scope.GENERATE);
    CancelResult result =
        parts
            .database()
            .write(
                tx -> {
                  CancelResult cancelled =
                      parts.queue().cancel(tx, principal.tenant(), id, parts.clock().instant());
                  if (cancelled == CancelResult.CANCELLED) {
                    parts.ledger().release(tx, principal.tenant(), id);
                    tx.afterCommit(() -> parts.events().publish(new JobEvent.Ended(id)));
                  }
                  return cancelled;
                });
    if (result == CancelResult.CANCELLED) {
      running.interrupt(id);
    }
    return result;
  }
}
