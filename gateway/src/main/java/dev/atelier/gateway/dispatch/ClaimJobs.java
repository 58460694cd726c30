package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.CallBatches;
import dev.atelier.gateway.attempt.LeasedJob;
import dev.atelier.gateway.attempt.PlannedCall;
import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.AttemptId;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives queued jobs to free slots: lease and intent in one commit, then to work. A step is a
 * function of what is stored and what time it is; {@link Dispatcher} is the thread around it.
 */
public final class ClaimJobs {
  private final JobStore store;
  private final AccountPool accounts;
  private final RunJobs run;
  private final AdmissionGate gate;
  private final Backlog backlog;
  private final Clocks clocks;
  private volatile Runnable wake = () -> {};

  public ClaimJobs(
      JobStore store,
      AccountPool accounts,
      RunJobs run,
      AdmissionGate gate,
      Backlog backlog,
      Clocks clocks) {
    this.store = store;
    this.accounts = accounts;
    this.run = run;
    this.gate = gate;
    this.backlog = backlog;
    this.clocks = clocks;
    run.onSlotFree(this::slotFree);
  }

  /**
   * Claims and starts one job, or else opens further calls of running ones; false if no slot is
   * free or nobody wants one.
   */
  public boolean step() {
    return !gate.draining() && (claimOne() || run.openMore());
  }

  private boolean claimOne() {
    boolean[] claimed = {false};
    var _ =
        accounts.reserve(slot -> {
          long mark = backlog.mark();
          Claimed one = claim(slot);
          backlog.looked(mark, one.nothingLeft());
          one.work().ifPresent(run::start);
          claimed[0] = one.work().isPresent();
          return claimed[0];
        });
    return claimed[0];
  }

  /** Whether a new job may start at once because none waits before it. */
  public boolean nobodyWaits() {
    return !backlog.any();
  }

  /** Whoever is queued may have waited for this slot; with nobody waiting no claim is tried. */
  private void slotFree() {
    if (backlog.any() || run.hungry()) {
      wake.run();
    }
  }

  /** Something may be claimable now. */
  public void wake() {
    backlog.grew();
    wake.run();
  }

  void onWake(Runnable action) {
    this.wake = action;
  }

  private Claimed claim(Slot slot) {
    Set<String> routes = slot.routes().stream().map(RoutingKey::text).collect(Collectors.toSet());
    AttemptId attempt = store.ids().attempt();
    return store.write(tx -> {
      Optional<Lease> lease =
          store.queue().claim(tx, routes, store.node(), clocks.now(), store.leaseUntil(tx));
      return new Claimed(
          lease.map(held -> assign(tx, held, slot, attempt)),
          store.queue().depth(tx).queued() == 0);
    });
  }

  private LeasedJob assign(Tx tx, Lease lease, Slot slot, AttemptId attempt) {
    Job job = store.queue().find(tx, lease.job()).orElseThrow();
    slot.use(RoutingKey.parse(job.route()));
    List<Integer> images = CallBatches.first(job.pending(), job.request().order(), slot);
    store.queue().begin(tx, lease, attempt, slot.account().id(), images, clocks.now());
    return new LeasedJob(job, lease, List.of(PlannedCall.first(slot, attempt, images)));
  }

  /** The job that a claim found, and whether none is queued now. */
  private record Claimed(Optional<LeasedJob> work, boolean nothingLeft) {}
}
