package dev.atelier.gateway;

import dev.atelier.image.JobId;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.JobState;

/** Ends a job at its owner's wish; it wins unless every picture is finished already. */
public final class CancelJob {
  private final GatewayParts parts;
  private final Running running;
  private final EndJob end;

  CancelJob(GatewayParts parts, Running running, EndJob end) {
    this.parts = parts;
    this.end = end;
    this.running = running;
  }

  public CancelResult cancel(Principal principal, JobId id) {
    principal.require(Scope.GENERATE);
    CancelResult result =
        parts
            .database()
            .write(tx -> {
              CancelResult cancelled =
                  parts.queue().cancel(tx, principal.tenant(), id, parts.clock().instant());
              if (cancelled == CancelResult.CANCELLED) {
                end.ended(tx, parts.queue().find(tx, id).orElseThrow(), JobState.CANCELLED);
              }
              return cancelled;
            });
    if (result == CancelResult.CANCELLED) {
      running.interrupt(id);
    }
    return result;
  }
}
