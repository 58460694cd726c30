package dev.atelier.gateway.attempt;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.gateway.settle.FinishImage;
import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.gateway.settle.RecordDifference;
import dev.atelier.gateway.settle.RecordSpend;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Results.Statement;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.AttemptEnd;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.LeaseLostException;
import dev.atelier.queue.Sending;
import dev.atelier.queue.WaitReasons;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what came of a call, and decides in the same transaction, on the rows as they are, what
 * the job needs next: calls of one job end side by side, and each sees what the others did.
 */
public final class SettleAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(SettleAttempt.class);

  private final JobStore store;
  private final FinishImage finish;
  private final RecordSpend spend;
  private final EndJob end;
  private final JobNeeds needs;
  private final BeginCall calls;
  private final SettleUndelivered undelivered;
  private final FindRepeat repeats;
  private final Retrying retrying;
  private final Clocks clocks;

  /**
   * What follows a commit.
   *
   * @param commits how long it is tried
   * @param requeued told after a job went back into the queue
   */
  public record Retrying(CommitRetry commits, Runnable requeued) {}

  public SettleAttempt(
      JobStore store,
      FinishImage finish,
      RecordSpend spend,
      RecordDifference differences,
      EndJob end,
      AttemptSettings settings,
      Retrying retrying,
      Clocks clocks) {
    this.needs = new JobNeeds(store.queue());
    this.calls = new BeginCall(store.queue(), clocks);
    this.store = store;
    this.finish = finish;
    this.spend = spend;
    this.end = end;
    this.undelivered = new SettleUndelivered(store.queue(), needs, differences, settings);
    this.repeats = new FindRepeat(store.queue(), settings.delivery());
    this.retrying = retrying;
    this.clocks = clocks;
  }

  /** How long, and how often, what is our own trouble is tried again. */
  CommitRetry retry() {
    return retrying.commits();
  }

  /** Stores that the call's first byte is about to leave. */
  void sending(JobCall work) {
    PlannedCall call = work.call();
    Sending sending = BeginCall.sending(call.slot(), call.attempt(), clocks.now());
    commit(
        work,
        tx -> {
          store.queue().sending(tx, work.lease(), call.attempt(), sending);
          return sending;
        });
  }

  /** Stores the upstream's own id of a call, so that the call can be found again. */
  void remoteId(JobCall work, String id) {
    commit(
        work,
        tx -> {
          store.queue().remoteId(tx, work.lease(), work.call().attempt(), id);
          return id;
        });
  }

  /**
   * Commits one image on its own, where it is delivered on its own; if that fails, the commit that
   * ends the call makes up for it.
   */
  Kept one(JobCall work, FinishedImage image) {
    try {
      return commit(work, tx -> keep(tx, work, image));
    } catch (LeaseLostException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job {}: image {} is not committed yet", work.job().id(), image.index(), e);
      return Kept.NOT_YET;
    }
  }

  /** What became of an image that could be delivered. */
  enum Kept {
    DONE,
    /** Its job has it already. */
    REPEATED,
    NOT_YET
  }

  private Kept keep(Tx tx, JobCall work, FinishedImage image) {
    return switch (repeats.find(tx, work, image)) {
      case FindRepeat.Found.NEW -> {
        finish(tx, work, image);
        yield Kept.DONE;
      }
      case FindRepeat.Found.TOLERATED -> {
        finish(tx, work, image.repeating(Undelivered.repetition()));
        yield Kept.DONE;
      }
      case FindRepeat.Found.REPEATED -> Kept.REPEATED;
    };
  }

  private void finish(Tx tx, JobCall work, FinishedImage image) {
    PlannedCall call = work.call();
    finish.finish(tx, work.job(), work.lease(), call.attempt(), call.slot().account(), image);
  }

  /**
   * Commits the end of a call and, where nothing is left to make, the end of its job.
   *
   * @param usable accounts that could take this job's work
   * @param next the call that goes on in the same commit if images are left, empty for none
   * @throws LeaseLostException when the job was taken away; nothing is written then, see {@link
   *     #late}
   */
  After attempt(JobCall work, AttemptResult result, Set<AccountId> usable, NextCall next) {
    var tries = new AtomicInteger();
    return commit(
        work,
        tx ->
            tries.incrementAndGet() > 1 && alreadyEnded(tx, work)
                ? afterwards(tx, work, next)
                : settle(tx, work, result, usable, next));
  }

  /** A commit whose end was not heard has done its work: only its consequence is read. */
  private boolean alreadyEnded(Tx tx, JobCall work) {
    return store
        .queue()
        .attempt(tx, work.job().id(), work.call().attempt())
        .map(row -> !row.open())
        .orElse(true);
  }

  private After afterwards(Tx tx, JobCall work, NextCall next) {
    boolean begun =
        store
            .queue()
            .attempt(tx, work.job().id(), next.attempt())
            .filter(AttemptRow::open)
            .isPresent();
    Job job = store.queue().refresh(tx, work.job());
    List<Integer> images =
        begun
            ? store.queue().attempt(tx, job.id(), next.attempt()).orElseThrow().images()
            : List.of();
    return new After(job, images, needs.unassigned(tx, job), Map.of());
  }

  private After settle(
      Tx tx, JobCall work, AttemptResult result, Set<AccountId> usable, NextCall next) {
    AttemptOutcome outcome = result.outcome();
    ReceivedImages received = result.received();
    CallTrace trace = result.results().trace();
    AttemptId attempt = work.call().attempt();
    AttemptEnd how =
        Outcomes.end(outcome, clocks.now()).with(report(work, trace, received.finished().size()));
    called(tx, work, outcome, result.took(), received.finished().size());
    if (broughtAll(work, outcome, received)) {
      After after = endWhole(tx, work, result);
      store.queue().endWithJob(tx, work.job().id(), attempt, how);
      slot(work).ended(tx, attempt, false);
      return after;
    }
    store.queue().end(tx, work.lease(), attempt, how);
    var lacking = new TreeMap<>(received.undelivered());
    finishUncommitted(tx, work, received)
        .forEach(index -> lacking.put(index, Undelivered.repeated()));
    Optional<AccountId> atHand = next.slot().map(slot -> slot.account().id());
    Map<Integer, Duration> delays = undelivered.settle(tx, work, result, lacking, usable, atHand);
    next.waiting().forEach(delays::putIfAbsent);
    if (!next.unplaced().isEmpty()) {
      WaitReasons.ofJob(tx, work.job().id(), next.unplaced());
    }
    recordSpend(tx, work, outcome, received, trace.statement());
    After after = goOn(tx, work, next, delays);
    boolean goesOn = !after.next().isEmpty() && inSameSlot(work, next);
    slot(work).ended(tx, attempt, goesOn);
    return after;
  }

  private static Slot slot(JobCall work) {
    return work.call().slot();
  }

  private static boolean inSameSlot(JobCall work, NextCall next) {
    return next.slot().filter(one -> one == slot(work)).isPresent();
  }

  /** Whether a call brought its whole job, so that there is nothing to be decided. */
  private static boolean broughtAll(JobCall work, AttemptOutcome outcome, ReceivedImages received) {
    return outcome instanceof AttemptOutcome.Succeeded
        && work.job().completion() != CompletionPolicy.EACH
        && received.finished().size() == work.job().spec().count()
        && received.surplus() == 0
        && !received.repeats();
  }

  private After endWhole(Tx tx, JobCall work, AttemptResult result) {
    PlannedCall call = work.call();
    Job job =
        finish.finishAll(
            tx,
            work.job(),
            work.lease(),
            call.attempt(),
            call.slot().account(),
            result.received().finished());
    recordSpend(
        tx, work, result.outcome(), result.received(), result.results().trace().statement());
    end.ended(tx, job);
    return After.over(job);
  }

  /** The images that the job has already. */
  private List<Integer> finishUncommitted(Tx tx, JobCall work, ReceivedImages received) {
    var images = received.finished();
    boolean perhapsCommitted = work.job().completion() == CompletionPolicy.EACH;
    var pending =
        perhapsCommitted && !images.isEmpty()
            ? Set.copyOf(store.queue().refresh(tx, work.job()).pending())
            : Set.<Integer>of();
    return images.stream()
        .filter(image -> !perhapsCommitted || pending.contains(image.index()))
        .filter(image -> keep(tx, work, image) == Kept.REPEATED)
        .map(FinishedImage::index)
        .toList();
  }

  private After goOn(Tx tx, JobCall work, NextCall next, Map<Integer, Duration> delays) {
    boolean over = needs.settle(tx, work.job(), work.lease());
    Job job = store.queue().refresh(tx, work.job());
    if (over) {
      end.ended(tx, job);
      return After.over(job);
    }
    List<AttemptRow> attempts = store.queue().attempts(tx, job.id());
    List<Integer> unassigned = JobNeeds.unassigned(job, attempts);
    List<Integer> ready = unassigned.stream().filter(index -> !delays.containsKey(index)).toList();
    List<Integer> images = ready.isEmpty() ? List.of() : begun(tx, work, next, job, ready);
    if (!images.isEmpty()) {
      return new After(
          job,
          images,
          unassigned.stream().filter(index -> !images.contains(index)).toList(),
          delays);
    }
    if (attempts.stream().noneMatch(AttemptRow::open)) {
      Duration wait =
          ready.isEmpty()
              ? delays.values().stream().min(Duration::compareTo).orElse(Duration.ZERO)
              : Duration.ZERO;
      store.queue().requeue(tx, work.lease(), tx.now().plus(wait));
      tx.afterCommit(retrying.requeued());
      return After.requeued(job);
    }
    return new After(job, List.of(), unassigned, delays);
  }

  /** The images of the call that goes on with the job; none where it has no slot for that. */
  private List<Integer> begun(Tx tx, JobCall work, NextCall next, Job job, List<Integer> ready) {
    var before =
        inSameSlot(work, next) ? Optional.of(work.call().attempt()) : Optional.<AttemptId>empty();
    return next.slot()
        .flatMap(slot ->
            calls.begin(
                tx, work.lease(), next.attempt(), slot, before, ready, job.request(), clocks.now()))
        .map(PlannedCall::images)
        .orElse(List.of());
  }

  /**
   * The end of a call whose job went on without it: it delivers nothing, but it may have cost. Its
   * slot stays taken where another asks for the same call.
   */
  void late(
      JobCall work,
      AttemptOutcome outcome,
      ReceivedImages received,
      CallTrace trace,
      Duration took) {
    Instant now = clocks.now();
    commit(
        work,
        tx -> {
          boolean recorded =
              !mayHaveBeenSentByAnother(tx, work, outcome)
                  && store
                      .queue()
                      .endLate(
                          tx,
                          work.job().id(),
                          work.call().attempt(),
                          Outcomes.end(outcome, now).with(report(work, trace, 0)));
          if (recorded) {
            called(tx, work, outcome, took, 0);
            recordSpend(tx, work, outcome, received, trace.statement());
          }
          slot(work).ended(tx, work.call().attempt(), !alreadyEnded(tx, work));
          return recorded;
        });
  }

  /** Whoever took the job over goes on with its open calls, and sends what never arrived. */
  private boolean mayHaveBeenSentByAnother(Tx tx, JobCall work, AttemptOutcome outcome) {
    boolean boughtNothing =
        switch (outcome) {
          case AttemptOutcome.Succeeded _, AttemptOutcome.Spent _, AttemptOutcome.Unknown _ ->
              false;
          case AttemptOutcome.NotSent _, AttemptOutcome.Throttled _, AttemptOutcome.Refused _ ->
              true;
        };
    return boughtNothing && store.queue().takenOver(tx, work.lease());
  }

  private void called(Tx tx, JobCall work, AttemptOutcome outcome, Duration took, int images) {
    Optional<Duration> latency =
        outcome instanceof AttemptOutcome.Succeeded ? Optional.of(took) : Optional.empty();
    spend.called(
        tx,
        work.job(),
        work.call().slot().account().id(),
        new CallEnd(Outcomes.word(outcome), latency, images));
  }

  /** What the upstream will bill us for this call, as far as its outcome tells. */
  private void recordSpend(
      Tx tx, JobCall work, AttemptOutcome outcome, ReceivedImages received, Statement statement) {
    var call = work.call();
    if (call.slot().capabilities().free()) {
      return;
    }
    AccountId account = call.slot().account().id();
    int ordered = call.images().size();
    switch (outcome) {
      case AttemptOutcome.Unknown _ ->
          spend.ambiguous(tx, work.job(), call.attempt(), account, ordered);
      case AttemptOutcome.Spent _ ->
          spend.known(tx, work.job(), call.attempt(), account, ordered, statement);
      case AttemptOutcome.Succeeded _,
          AttemptOutcome.Refused _,
          AttemptOutcome.Throttled _,
          AttemptOutcome.NotSent _ ->
          spend.known(
              tx,
              work.job(),
              call.attempt(),
              account,
              received.indexes().size() + received.surplus(),
              statement);
    }
  }

  private static AttemptReport report(JobCall work, CallTrace trace, int delivered) {
    return trace.report(
        work.call().slot().account(), work.job().request().order().model(), delivered);
  }

  /** Waits for a database that is away. */
  private <T> T commit(JobCall call, Database.Work<T> work) {
    return retrying.commits().run(clocks, () -> store.writeTogether(call.job().tenant(), work));
  }

  /**
   * What the job needs after a call.
   *
   * @param job as it is now
   * @param next the images of the call that was begun in the same commit; empty for none
   * @param unassigned pending images that no call makes
   * @param delays how long some of these must wait
   */
  record After(
      Job job, List<Integer> next, List<Integer> unassigned, Map<Integer, Duration> delays) {

    static After over(Job job) {
      return new After(job, List.of(), List.of(), Map.of());
    }

    /** It is queued again. */
    static After requeued(Job job) {
      return over(job);
    }
  }
}
