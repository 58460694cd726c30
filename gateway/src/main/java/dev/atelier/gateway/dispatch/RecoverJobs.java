package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.LeasedJob;
import dev.atelier.gateway.attempt.Outcomes;
import dev.atelier.gateway.attempt.PlannedCall;
import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.RecordSpend;
import dev.atelier.image.AttemptId;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.InterruptedJob;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import dev.atelier.queue.LeaseLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over jobs whose worker is gone. Each of a job's open calls is looked at for itself: what
 * never left is made again, what the upstream can find again is resumed, and the rest, which may
 * have been charged, is settled by policy.
 */
public final class RecoverJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RecoverJobs.class);
  private static final int BATCH = 200;
  private static final String NOBODY = "";

  private final JobStore store;
  private final AccountPool accounts;
  private final SettleInterrupted settle;
  private final RecordSpend spend;
  private final RunJobs run;
  private final Clocks clocks;
  private final Orphans orphans;
  private final LeftSlots slots;
  private final TakeOverGrace grace;

  public RecoverJobs(
      JobStore store,
      AccountPool accounts,
      SettleInterrupted settle,
      RecordSpend spend,
      RunJobs run,
      Clocks clocks) {
    this.store = store;
    this.accounts = accounts;
    this.settle = settle;
    this.spend = spend;
    this.run = run;
    this.clocks = clocks;
    this.orphans = new Orphans(run::working);
    this.slots = new LeftSlots(store, accounts);
    this.grace = new TakeOverGrace(store.leaseFor());
  }

  /**
   * At start, when no earlier process of this place can be alive: all their leases are void.
   * Returns how many.
   */
  public int afterRestart() {
    int total = 0;
    int found;
    do {
      found =
          recoverAll(
              store.read(tx -> store.queue().leftBy(tx, store.node(), store.place(), BATCH)), true);
      total += found;
    } while (found == BATCH);
    if (!store.shared()) {
      endOrphaned(Duration.ZERO);
    }
    return total;
  }

  /** The database did not answer: until a while after that, nobody is thought dead. */
  void databaseAway() {
    grace.away(clocks.now());
  }

  /**
   * Leases that were given up, or ran out without being renewed, and those of this process without
   * a worker.
   */
  void due() {
    Instant now = clocks.now();
    boolean givenUpOnly = store.shared() && !grace.over(now);
    List<InterruptedJob> ended =
        store.read(tx ->
            store
                .queue()
                .interrupted(tx, NOBODY, givenUpOnly ? Lease.GIVEN_UP : tx.now(), false, BATCH));
    int _ = recoverAll(ended, false);
    if (orphans.due(now)) {
      recoverOrphans(now);
    }
    endOrphaned(store.leaseFor().multipliedBy(2));
    slots.freeLost(now);
  }

  private void recoverOrphans(Instant now) {
    List<Lease> held = store.read(tx -> store.queue().held(tx, store.node()));
    for (Lease orphan : orphans.idleTwice(held, now)) {
      store.read(tx -> store.queue().interrupted(tx, orphan)).ifPresent(one -> recover(one, true));
    }
  }

  /** Of a call whose job ended before it, and whose process ended after that, nobody will tell. */
  private void endOrphaned(Duration endedBefore) {
    List<InterruptedJob> found =
        store.read(tx -> store.queue().orphaned(tx, tx.now().minus(endedBefore), BATCH));
    for (InterruptedJob one : found) {
      store.write(tx -> {
        one.open().forEach(open -> endOrphaned(tx, one.job(), open));
        return one;
      });
    }
  }

  private void endOrphaned(Tx tx, Job job, AttemptRow open) {
    boolean sent = open.sent().isPresent();
    var end =
        sent
            ? Outcomes.unknown(SettleInterrupted.GONE, clocks.now())
            : Outcomes.interrupted(SettleInterrupted.NEVER_SENT, clocks.now());
    if (!store.queue().endLate(tx, job.id(), open.id(), end)) {
      return;
    }
    spend.called(tx, job, open.account(), new CallEnd(end.outcome(), Optional.empty(), 0));
    if (sent && !free(open)) {
      spend.ambiguous(tx, job, open.id(), open.account(), open.images().size());
    }
    slots.over(tx, open);
  }

  /**
   * @param dead whether their holders are known to be, whatever their leases say
   */
  private int recoverAll(List<InterruptedJob> found, boolean dead) {
    found.stream()
        .filter(one -> !run.working(new Lease(one.job().id(), store.node(), one.token())))
        .forEach(one -> recover(one, dead));
    return found.size();
  }

  private void recover(InterruptedJob one, boolean dead) {
    LOG.info("job {}: taken over with {} open attempt(s)", one.job().id(), one.open().size());
    Map<AttemptId, Slot> resumable = resumable(one);
    Optional<LeasedJob> resumed = Optional.empty();
    try {
      resumed =
          store.write(tx -> {
            if (!dead) {
              store.queue().requireVoid(tx, one, tx.now());
            }
            return takeOver(tx, one, resumable);
          });
    } catch (LeaseLostException e) {
      LOG.info("job {}: ended, renewed or taken over by another", one.job().id());
    } finally {
      closeUnused(resumable, resumed);
    }
    resumed.ifPresent(run::start);
  }

  private static void closeUnused(Map<AttemptId, Slot> slots, Optional<LeasedJob> resumed) {
    Set<AttemptId> used =
        resumed.stream()
            .flatMap(job -> job.calls().stream())
            .map(PlannedCall::attempt)
            .collect(Collectors.toSet());
    slots.forEach((id, slot) -> {
      if (!used.contains(id)) {
        slot.close();
      }
    });
  }

  private Optional<LeasedJob> takeOver(Tx tx, InterruptedJob one, Map<AttemptId, Slot> resumable) {
    Job job = one.job();
    Lease lease =
        store
            .queue()
            .takeOver(tx, job.id(), one.token(), store.node(), tx.now(), store.leaseUntil(tx));
    List<AttemptRow> stillOpen = // a late end may have been told since they were found
        store.queue().attempts(tx, job.id()).stream().filter(AttemptRow::open).toList();
    stillOpen.stream()
        .filter(open -> !resumable.containsKey(open.id()))
        .forEach(open -> {
          settle.abandon(tx, job, lease, open, free(open));
          slots.over(tx, open);
        });
    List<PlannedCall> resumed =
        stillOpen.stream()
            .filter(open -> resumable.containsKey(open.id()))
            .map(open -> resume(tx, open, resumable))
            .toList();
    boolean over = settle.goOn(tx, job, lease, resumed.isEmpty());
    return over
        ? Optional.empty()
        : Optional.of(new LeasedJob(store.queue().refresh(tx, job), lease, resumed));
  }

  private PlannedCall resume(Tx tx, AttemptRow open, Map<AttemptId, Slot> resumable) {
    Slot slot = resumable.get(open.id());
    if (slot == null) {
      throw new IllegalStateException("no slot to resume " + open.id());
    }
    slots.goesOn(tx, open);
    return PlannedCall.resumed(slot, open.id(), open.images(), open.remoteId());
  }

  /** The open calls that the upstream can find again, with slots for asking. */
  private Map<AttemptId, Slot> resumable(InterruptedJob one) {
    Map<AttemptId, Slot> slots = new HashMap<>();
    for (AttemptRow open : one.open()) {
      if (open.remoteId().isPresent()) {
        accounts
            .resume(open.account(), RoutingKey.parse(one.job().route()))
            .ifPresent(slot -> {
              if (slot.capabilities().resumable()) {
                slots.put(open.id(), slot);
              } else {
                slot.close();
              }
            });
      }
    }
    return slots;
  }

  private boolean free(AttemptRow open) {
    return accounts.free(open.account());
  }
}
