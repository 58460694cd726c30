package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import dev.atelier.queue.LeaseLostException;
import dev.atelier.queue.events.JobEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on leased jobs: several calls of one job side by side, each a task with slot, account,
 * intent and cancellation of its own. Nothing waits for a call but its own task; the commit that
 * ends one decides what comes next.
 */
public final class RunJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RunJobs.class);

  private final RunAttempt run;
  private final SettleAttempt settle;
  private final JobStore store;
  private final AccountPool accounts;
  private final Announcements announcements;
  private final Executor workers;
  private final Pace pace;
  private final BeginCall calls;
  private final JobNeeds needs;
  private final Map<Lease, JobRun> runs = new ConcurrentHashMap<>();
  private final Set<JobRun> hungry = ConcurrentHashMap.newKeySet();
  private volatile Runnable slotFree = () -> {};

  /** How fast work may go on: the limits, the estimates it feeds, and who else waits. */
  public record Pace(
      Clocks clocks, AttemptSettings settings, WaitEstimate estimate, Contention contention) {}

  /** Who competes for the slots. */
  public interface Contention {
    /** Whether the server is stopping: no call begins any more. */
    boolean stopping();

    /** Whether jobs are queued: they come before further calls of a running one. */
    boolean othersWait();
  }

  public RunJobs(
      RunAttempt run,
      SettleAttempt settle,
      JobStore store,
      AccountPool accounts,
      Announcements announcements,
      Executor workers,
      Pace pace) {
    this.run = run;
    this.settle = settle;
    this.store = store;
    this.accounts = accounts;
    this.announcements = announcements;
    this.workers = workers;
    this.pace = pace;
    this.calls = new BeginCall(store.queue(), pace.clocks());
    this.needs = new JobNeeds(store.queue());
  }

  /** Called whenever a slot came free that somebody may want. */
  public void onSlotFree(Runnable action) {
    slotFree = action;
  }

  /** Begins the calls of a leased job, and as many more as there are slots for. */
  public void start(LeasedJob work) {
    var one = new JobRun(work, pace.clocks());
    runs.put(work.lease(), one);
    announcements.events().publish(new JobEvent.Started(work.job().id()));
    work.job().firstWait().ifPresent(waited -> observer().started(work.job(), waited));
    work.calls().forEach(call -> execute(one, call));
    boolean _ = openMoreIfPossible(one);
  }

  /** Whether a call of this process still works under that lease. */
  public boolean working(Lease lease) {
    return runs.containsKey(lease);
  }

  /** Jobs that this process works on. */
  public int active() {
    return runs.size();
  }

  /** Whether a running job has images that no call makes yet. */
  public boolean hungry() {
    return !hungry.isEmpty();
  }

  /** Opens further calls of running jobs where slots are free; whether any was. */
  public boolean openMore() {
    boolean any = false;
    for (JobRun one : List.copyOf(hungry)) {
      any |= openMoreIfPossible(one);
    }
    return any;
  }

  private void execute(JobRun one, PlannedCall call) {
    workers.execute(() -> work(one, call));
  }

  /** Makes calls in one slot until nothing is left for it. */
  private void work(JobRun one, PlannedCall first) {
    Optional<PlannedCall> next = Optional.of(first);
    Slot slot = first.slot();
    try {
      while (next.isPresent()) {
        PlannedCall now = next.get();
        if (now.slot() != slot) {
          slot.close();
          slot = now.slot();
          slotFree.run();
        }
        next = attempt(one, now);
      }
    } catch (LeaseLostException e) {
      LOG.info("job {}: taken away while it ran", one.job().id());
    } catch (RunAttempt.StoppedException e) {
      LOG.info("job {}: left to the next start", one.job().id());
    } catch (RuntimeException e) {
      LOG.error("job {}: left for recovery", one.job().id(), e);
    } finally {
      slot.close();
      if (one.closed()) {
        runs.remove(one.lease());
        hungry.remove(one);
      }
      slotFree.run();
    }
  }

  private Optional<PlannedCall> attempt(JobRun one, PlannedCall call) {
    var work = new JobCall(one.job(), one.lease(), call);
    RoutingKey key = RoutingKey.parse(work.job().route());
    try (AttemptResult result = run.run(work)) {
      call.slot().report(key, result.outcome(), result.begun());
      observer().attemptEnded(ended(work, result));
      pace.estimate().took(key, result.took());
      return settle(one, work, key, result);
    }
  }

  private GatewayObserver observer() {
    return announcements.observer();
  }

  private static EndedAttempt ended(JobCall work, AttemptResult result) {
    return new EndedAttempt(
        work.job(),
        work.call().attempt(),
        work.call().slot().account(),
        Outcomes.word(result.outcome()),
        Outcomes.cause(result.outcome()),
        result.begun(),
        result.took(),
        result.results().trace().statement());
  }

  private Optional<PlannedCall> settle(
      JobRun one, JobCall work, RoutingKey key, AttemptResult result) {
    NextCall next = nextCall(one, work, key, result);
    SettleAttempt.After after;
    boolean goesOn = false;
    try {
      after = commit(work, key, result, next);
      goesOn = !after.next().isEmpty();
    } finally {
      if (!goesOn) {
        next.slot().filter(slot -> slot != work.call().slot()).ifPresent(Slot::close);
      }
    }
    if (result.outcome() instanceof AttemptOutcome.Unknown) {
      observer().ambiguous(work.call().slot().provider().name());
    }
    one.settled(after);
    boolean _ = openMoreIfPossible(one);
    return goesOn
        ? next.slot().map(slot -> PlannedCall.first(slot, next.attempt(), after.next()))
        : Optional.empty();
  }

  private NextCall nextCall(JobRun one, JobCall work, RoutingKey key, AttemptResult result) {
    Optional<Slot> slot = nextSlot(one, work, key, result);
    List<String> unplaced =
        slot.isEmpty() && result.outcome().nothingMade()
            ? accounts.waiting(elsewhere(one)).lines()
            : List.of();
    return new NextCall(slot, unplaced, store.ids().attempt(), one.waiting());
  }

  /** A call whose job was taken away delivers nothing, but what it cost is recorded. */
  private SettleAttempt.After commit(
      JobCall work, RoutingKey key, AttemptResult result, NextCall next) {
    try {
      return settle.attempt(work, result, accounts.usable(key), next);
    } catch (LeaseLostException e) {
      settle.late(
          work, result.outcome(), result.received(), result.results().trace(), result.took());
      throw e;
    }
  }

  /**
   * Where the job goes on: in the same slot after a call that went as it should; elsewhere, if
   * anywhere, after one that failed for the account's sake or brought something wrong; elsewhere
   * first after one that brought too little.
   */
  private Optional<Slot> nextSlot(JobRun one, JobCall work, RoutingKey key, AttemptResult result) {
    if (pace.contention().stopping() || yields(one)) {
      return Optional.empty();
    }
    Slot same = work.call().slot();
    if (result.outcome().nothingMade() || !result.received().undelivered().isEmpty()) {
      one.failedAt(store.read(tx -> needs.failedAt(tx, one.job().id())));
      one.failedAt(Set.of(same.account().id()));
      return accounts.reserve(elsewhere(one));
    }
    if (result.lacking(work.call().images())) {
      Optional<Slot> other = accounts.reserve(elsewhere(one, same.account().id()));
      if (other.isPresent()) {
        return other;
      }
    }
    return same.stillUsable(key) ? Optional.of(same) : accounts.reserve(request(one));
  }

  /** A slot for one more call at no account that failed the job: to those by way of the queue. */
  private static SlotRequest elsewhere(JobRun one, AccountId... others) {
    var without = new HashSet<>(one.failedAt());
    without.addAll(List.of(others));
    return request(one).without(without);
  }

  /** A slot for one more call. */
  private static SlotRequest request(JobRun one) {
    return JobNeeds.slot(one.job(), one.failedAt());
  }

  /** A job with several calls at once lets others have a slot that comes free. */
  private boolean yields(JobRun one) {
    return one.open() > 1 && pace.contention().othersWait();
  }

  /** A job goes on with the calls that it has where no more could be begun. */
  private boolean openMoreIfPossible(JobRun one) {
    try {
      return openMore(one);
    } catch (RuntimeException e) {
      LOG.warn("job {}: no further call could be begun", one.job().id(), e);
      return false;
    }
  }

  /** Begins further calls of a job whose images wait, one for each slot that is free. */
  private boolean openMore(JobRun one) {
    int room = pace.settings().callsPerJob() - one.open();
    List<Integer> wanted = one.wanted();
    if (one.open() == 0 || pace.contention().stopping()) {
      hungry.remove(one);
      return false;
    }
    if (!one.hungry()) {
      hungry.remove(one);
      return false;
    }
    hungry.add(one);
    if (room <= 0 || wanted.isEmpty() || pace.contention().othersWait()) {
      return false;
    }
    List<Slot> slots =
        reserve(request(one), room, wanted.size(), one.job().request().order().partials());
    return !slots.isEmpty() && begin(one, slots);
  }

  private List<Slot> reserve(SlotRequest request, int room, int images, int partials) {
    var slots = new ArrayList<Slot>();
    int covered = 0;
    while (slots.size() < room && covered < images) {
      Optional<Slot> slot = accounts.reserve(request);
      if (slot.isEmpty()) {
        break;
      }
      slots.add(slot.get());
      covered += slot.get().capabilities().imagesPerCall(partials);
    }
    return slots;
  }

  private boolean begin(JobRun one, List<Slot> slots) {
    var ids = slots.stream().map(_ -> store.ids().attempt()).toList();
    List<PlannedCall> begun = List.of();
    try {
      begun = store.write(tx -> begin(tx, one, slots, ids));
    } catch (LeaseLostException e) {
      hungry.remove(one);
    } finally {
      var used = begun.stream().map(PlannedCall::slot).toList();
      slots.stream().filter(slot -> !used.contains(slot)).forEach(Slot::close);
    }
    begun.forEach(call -> execute(one, call));
    return !begun.isEmpty();
  }

  private List<PlannedCall> begin(Tx tx, JobRun one, List<Slot> slots, List<AttemptId> ids) {
    Job job = store.queue().refresh(tx, one.job());
    var left = new ArrayList<>(job.pending());
    var waiting = new HashSet<Integer>();
    List<AttemptRow> attempts = store.queue().attempts(tx, job.id());
    attempts.stream().filter(AttemptRow::open).forEach(row -> left.removeAll(row.images()));
    left.stream().filter(one::waits).forEach(waiting::add);
    left.removeAll(waiting);
    var begun = new ArrayList<PlannedCall>();
    for (int i = 0; i < slots.size() && !left.isEmpty(); i++) {
      Slot slot = slots.get(i);
      if (!failedAt(attempts, slot.account().id(), left.getFirst())) {
        calls
            .leaving(tx, one.lease(), ids.get(i), slot, left, job.request(), pace.clocks().now())
            .ifPresent(call -> {
              left.removeAll(call.images());
              begun.add(call);
            });
      }
    }
    left.addAll(waiting);
    tx.afterCommit(() -> one.opened(begun.size(), left));
    return begun;
  }

  /** An image goes back to an account that failed it only by way of the queue. */
  private static boolean failedAt(List<AttemptRow> attempts, AccountId account, int image) {
    return ImageHistory.of(attempts, image).accounts().contains(account);
  }
}
