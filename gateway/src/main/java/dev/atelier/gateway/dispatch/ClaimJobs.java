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
import dev.atelier.image.JobId;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives queued jobs to free slots: lease and intent in one commit, then to work. A step is a
 * function of what is stored and what time it is; {@link Dispatcher} is the thread around it.
 */
public final class ClaimJobs {
  /** Most jobs of one claim: few enough that one which finds no slot gives little back. */
  private static final int TOGETHER_MAX = 64;

  private final JobStore store;
  private final AccountPool accounts;
  private final RunJobs run;
  private final AdmissionGate gate;
  private final Backlog backlog;
  private final Clocks clocks;
  private final BeginCall calls;
  private final JobNeeds needs;
  private volatile int together = TOGETHER_MAX;
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
   * Claims and starts a job, or else opens further calls of running ones; false if no slot is free
   * or nobody wants one. Where others claim too, each claim costs them a turn: then as many jobs as
   * slots are free, within a bound, are claimed in one commit.
   */
  public boolean step() {
    return gate.mayBegin() && (claim() || run.openMore());
  }

  private boolean claim() {
    Set<String> routes = accounts.open().stream().map(RoutingKey::text).collect(Collectors.toSet());
    if (routes.isEmpty()) {
      return false;
    }
    int most = store.shared() ? Math.clamp(accounts.room(), 1, together) : 1;
    return claim(routes, most);
  }

  /** Only the claim tells which jobs it is, so that their accounts are chosen while it commits. */
  private boolean claim(Set<String> routes, int most) {
    var slots = new AtomicReference<List<Slot>>(List.of());
    boolean started = false;
    try {
      long mark = backlog.mark();
      var attempts = Stream.generate(store.ids()::attempt).limit(most).toList();
      Claimed found = store.write(tx -> claim(tx, routes, attempts, slots));
      backlog.looked(mark, found.nothingLeft());
      found.work().forEach(run::start);
      started = !found.work().isEmpty();
      together = Math.min(TOGETHER_MAX, 2 * together);
    } catch (SlotTakenException e) {
      together = 1;
      boolean again = !slots.get().isEmpty() && !accounts.open().isEmpty();
      close(slots.getAndSet(List.of()));
      return most > 1 ? claim(routes, 1) : again;
    } finally {
      if (!started) {
        close(slots.get());
      }
    }
    return started;
  }

  private static void close(List<Slot> slots) {
    slots.forEach(Slot::close);
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
      Tx tx, Set<String> routes, List<AttemptId> attempts, AtomicReference<List<Slot>> slots) {
    close(slots.getAndSet(List.of())); // of the same commit, tried before
    List<Lease> leases =
        store
            .queue()
            .claim(tx, routes, store.node(), tx.now(), store.leaseUntil(tx), attempts.size());
    Map<JobId, Job> jobs =
        store.queue().find(tx, leases.stream().map(Lease::job).toList()).stream()
            .collect(Collectors.toMap(Job::id, Function.identity()));
    List<Wanted> wanted = leases.stream().map(lease -> wanted(tx, lease, jobs)).toList();
    var work = new ArrayList<LeasedJob>();
    for (Wanted one : wanted) {
      work.add(assign(tx, one, attempts.get(work.size()), slots));
    }
    return new Claimed(work, store.queue().empty(tx));
  }

  private Wanted wanted(Tx tx, Lease lease, Map<JobId, Job> jobs) {
    Job job = Optional.ofNullable(jobs.get(lease.job())).orElseThrow();
    return new Wanted(lease, job, needs.slot(tx, job));
  }

  private LeasedJob assign(Tx tx, Wanted one, AttemptId attempt, AtomicReference<List<Slot>> held) {
    Slot slot = accounts.reserve(one.slot()).orElseThrow(SlotTakenException::new);
    held.updateAndGet(before -> Stream.concat(before.stream(), Stream.of(slot)).toList());
    Job job = one.job();
    PlannedCall call =
        calls
            .leaving(tx, one.lease(), attempt, slot, job.pending(), job.request(), clocks.now())
            .orElseThrow(SlotTakenException::new);
    return new LeasedJob(job, one.lease(), List.of(call));
  }

  /** A claimed job and the slot that it needs. */
  private record Wanted(Lease lease, Job job, SlotRequest slot) {}

  /** The jobs that a claim found, and whether none is queued now. */
  private record Claimed(List<LeasedJob> work, boolean nothingLeft) {}
}
