package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.BeginCall;
import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.attempt.LeasedJob;
import dev.atelier.gateway.attempt.PlannedCall;
import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.attempt.SlotTakenException;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
  private final BeginCall calls;
  private final JobNeeds needs;
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
    this.calls = new BeginCall(store.queue(), clocks);
    this.needs = new JobNeeds(store.queue());
    run.onSlotFree(this::slotFree);
  }

  /**
   * Claims and starts one job, or else opens further calls of running ones; false if no slot is
   * free or nobody wants one.
   */
  public boolean step() {
    return gate.mayBegin() && (claimOne() || run.openMore());
  }

  private boolean claimOne() {
    Set<String> routes = accounts.open().stream().map(RoutingKey::text).collect(Collectors.toSet());
    return !routes.isEmpty() && claimOne(routes);
  }

  /** Only the claim tells which job it is, so that its account is chosen while it commits. */
  private boolean claimOne(Set<String> routes) {
    var slot = new AtomicReference<@Nullable Slot>();
    boolean started = false;
    try {
      long mark = backlog.mark();
      AttemptId attempt = store.ids().attempt();
      Claimed one = store.write(tx -> claim(tx, routes, attempt, slot));
      backlog.looked(mark, one.nothingLeft());
      one.work().ifPresent(run::start);
      started = one.work().isPresent();
    } catch (SlotTakenException e) {
      return again(slot.get());
    } finally {
      if (!started) {
        close(slot.get());
      }
    }
    return started;
  }

  /** A slot that another process took is known to be; of those that are left one may be free. */
  private boolean again(@Nullable Slot taken) {
    return taken != null && !accounts.open().isEmpty();
  }

  private static void close(@Nullable Slot slot) {
    if (slot != null) {
      slot.close();
    }
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

  /** Something may be claimable now, here or elsewhere. */
  public void wake() {
    backlog.grew();
    wake.run();
  }

  /** Another process has something to be claimed. */
  void wakeHere() {
    backlog.heard();
    wake.run();
  }

  void onWake(Runnable action) {
    this.wake = action;
  }

  private Claimed claim(
      Tx tx, Set<String> routes, AttemptId attempt, AtomicReference<@Nullable Slot> slot) {
    Optional<Lease> lease =
        store.queue().claim(tx, routes, store.node(), tx.now(), store.leaseUntil(tx));
    return new Claimed(lease.map(held -> assign(tx, held, attempt, slot)), store.queue().empty(tx));
  }

  private LeasedJob assign(
      Tx tx, Lease lease, AttemptId attempt, AtomicReference<@Nullable Slot> held) {
    Job job = store.queue().find(tx, lease.job()).orElseThrow();
    close(held.getAndSet(null)); // of the same commit, tried before
    Slot slot = accounts.reserve(needs.slot(tx, job)).orElseThrow(SlotTakenException::new);
    held.set(slot);
    PlannedCall call =
        calls
            .leaving(tx, lease, attempt, slot, job.pending(), job.request(), clocks.now())
            .orElseThrow(SlotTakenException::new);
    return new LeasedJob(job, lease, List.of(call));
  }

  /** The job that a claim found, and whether none is queued now. */
  private record Claimed(Optional<LeasedJob> work, boolean nothingLeft) {}
}
