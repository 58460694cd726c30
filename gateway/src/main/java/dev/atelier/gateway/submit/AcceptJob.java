package dev.atelier.gateway.submit;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.BeginCall;
import dev.atelier.gateway.attempt.LeasedJob;
import dev.atelier.gateway.attempt.PlannedCall;
import dev.atelier.gateway.attempt.SlotTakenException;
import dev.atelier.gateway.attempt.WaitEstimate;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.FindOriginal.Original;
import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.Lease;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.queue.idempotency.RequestIdentity;
import dev.atelier.webhook.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The commit that accepts a job: idempotency, hold, job and images, and, where a slot is free,
 * lease and intent as well.
 */
final class AcceptJob {
  private final JobStore store;
  private final Idempotency idempotency;
  private final FindOriginal originals;
  private final Ledger ledger;
  private final Outbox outbox;
  private final AccountPool accounts;
  private final AdmitJob room;
  private final Waiting waiting;
  private final BeginCall calls;

  /** How long a caller on the line may wait, and how long it would. */
  record Waiting(WaitEstimate estimate, Duration max, Clocks clocks) {}

  AcceptJob(
      JobStore store,
      Idempotency idempotency,
      Ledger ledger,
      Outbox outbox,
      AccountPool accounts,
      AdmitJob room,
      Waiting waiting) {
    this.store = store;
    this.idempotency = idempotency;
    this.originals = new FindOriginal(store.queue(), idempotency);
    this.ledger = ledger;
    this.outbox = outbox;
    this.accounts = accounts;
    this.room = room;
    this.waiting = waiting;
    this.calls = new BeginCall(store.queue(), waiting.clocks());
  }

  /**
   * The job that the request made before, where it says that it repeats; nothing else is written.
   */
  Optional<Submitted> earlier(RequestIdentity request) {
    boolean keyed = request.idempotencyKey().isPresent();
    if (!keyed && request.repeats() == 0) {
      return Optional.empty();
    }
    Original found =
        keyed
            ? store.read(tx -> originals.find(tx, request))
            : store.write(tx -> originals.find(tx, request));
    return found instanceof Original.Known(var job) ? Optional.of(known(job)) : Optional.empty();
  }

  /**
   * Accepts {@code job}, unless its request turns out to be another one's.
   *
   * @param flagged the categories for which moderation wants it looked at
   * @param slot a slot for it, if one is free; the caller's to close where it is not used
   * @throws SlotTakenException if another process took it; nothing is stored then
   */
  Accepted accept(
      Submission submission,
      JobSpec job,
      RequestIdentity request,
      AdmitJob.Admitted admitted,
      List<String> flagged,
      Optional<Slot> slot) {
    return store.writeTogether(
        job.tenant(),
        tx ->
            switch (originals.find(tx, request)) {
              case Original.Known(var original) -> new Accepted(known(original), Optional.empty());
              case Original.None _ -> {
                idempotency.record(tx, request, job.id(), tx.now());
                yield begin(tx, submission, job, admitted, flagged, slot);
              }
              case Original.Superseded(JobId before) -> {
                idempotency.replace(tx, request, before, job.id(), tx.now());
                yield begin(tx, submission, job, admitted, flagged, slot);
              }
            });
  }

  private Accepted begin(
      Tx tx,
      Submission submission,
      JobSpec ordered,
      AdmitJob.Admitted admitted,
      List<String> flagged,
      Optional<Slot> slot) {
    JobSpec job = ordered.acceptedAt(tx.now());
    room.requirePlace(tx, admitted);
    store.queue().flag(tx, job.id(), flagged);
    if (job.heldMicros() > 0) {
      ledger.hold(tx, job.tenant(), job.key(), job.id(), job.heldMicros());
    }
    outbox.subscribe(tx, job.tenant(), job.id(), submission.subscriptions());
    boolean interactive = job.handling().interactive();
    Duration expected =
        slot.isEmpty() && interactive ? expectedWait(tx, job.route()) : Duration.ZERO;
    return switch (SubmitDecision.of(slot.isPresent(), interactive, expected, waiting.max())) {
      case SubmitDecision.Start _ -> start(tx, job, slot.orElseThrow());
      case SubmitDecision.Enqueue _ -> {
        room.requirePlaceInQueue(tx, admitted);
        yield enqueue(tx, job);
      }
      case SubmitDecision.Refuse(var fault) -> throw new FaultException(fault);
    };
  }

  private Duration expectedWait(Tx tx, String route) {
    RoutingKey key = RoutingKey.parse(route);
    Set<String> competing =
        accounts.competing(key).stream().map(RoutingKey::text).collect(Collectors.toSet());
    long ahead = store.queue().interactiveReady(tx, competing);
    return waiting.estimate().waitFor(key, ahead, accounts.concurrency(key));
  }

  private Accepted start(Tx tx, JobSpec job, Slot slot) {
    Instant now = job.created();
    AttemptId attempt = store.ids().attempt();
    Lease lease = store.queue().submitRunning(tx, job, store.node(), now, store.leaseUntil(tx));
    Job stored = Job.accepted(job, Optional.of(now));
    PlannedCall call =
        calls
            .leaving(tx, lease, attempt, slot, stored.pending(), job.request(), now)
            .orElseThrow(SlotTakenException::new);
    return new Accepted(
        new Submitted(stored, Submitted.How.NEW),
        Optional.of(new LeasedJob(stored, lease, List.of(call))));
  }

  private Accepted enqueue(Tx tx, JobSpec job) {
    store.queue().submit(tx, job);
    return new Accepted(
        new Submitted(Job.accepted(job, Optional.empty()), Submitted.How.NEW), Optional.empty());
  }

  private static Submitted known(Job job) {
    return new Submitted(job, job.state().ended() ? Submitted.How.REPLAYED : Submitted.How.JOINED);
  }

  /** What a submission became, and the work that may begin at once. */
  record Accepted(Submitted submitted, Optional<LeasedJob> work) {}
}
