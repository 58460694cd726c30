package dev.atelier.gateway.dispatch;

import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.JobId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.Job;
import dev.atelier.storage.ArtifactStore;
import java.util.Optional;

/**
 * Takes the answer to a job back at its owner's request: what still runs is cancelled, its pictures
 * and every link to them are gone at once. The record of the work and its charges stay.
 */
public final class WithdrawJob {
  private final JobStore store;
  private final CancelJob cancel;
  private final ArtifactStore artifacts;

  public WithdrawJob(JobStore store, CancelJob cancel, ArtifactStore artifacts) {
    this.store = store;
    this.cancel = cancel;
    this.artifacts = artifacts;
  }

  /** False if the tenant has no such job, or has done so before. */
  public boolean withdraw(Principal principal, JobId id) {
    principal.require(Scope.GENERATE);
    cancel.cancel(principal, id);
    return store.write(tx -> {
      Optional<Job> job = store.queue().find(tx, principal.tenant(), id);
      if (job.isEmpty() || !store.queue().withdraw(tx, id, tx.now())) {
        return false;
      }
      job.get().images().stream()
          .flatMap(image -> image.artifact().stream())
          .forEach(artifact -> artifacts.keepUntil(tx, artifact, Optional.of(tx.now())));
      return true;
    });
  }
}
