package dev.atelier.gateway.submit;

import dev.atelier.gateway.attempt.RunJobs;
import dev.atelier.gateway.attempt.SlotTakenException;
import dev.atelier.gateway.dispatch.ClaimJobs;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.order.ResolveOrder;
import dev.atelier.gateway.submit.AcceptJob.Accepted;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.idempotency.RequestIdentity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts a request as a durable job, or finds that it is one already. */
public final class SubmitJob {
  private static final Logger LOG = LoggerFactory.getLogger(SubmitJob.class);

  /** Slots that turn out to be others' before a job is queued instead. */
  private static final int SLOTS_TRIED_MAX = 3;

  private final ResolveOrder resolve;
  private final ModerateRequest moderate;
  private final AdmissionGate gate;
  private final RouteJob route;
  private final PriceJob price;
  private final AcceptJob accept;
  private final Slots slots;
  private final GatewayObserver observer;

  /** Where jobs begin: the accounts, and the steps that give their slots away. */
  public record Slots(AccountPool accounts, ClaimJobs claims, RunJobs run) {}

  SubmitJob(
      ResolveOrder resolve,
      ModerateRequest moderate,
      AdmissionGate gate,
      PriceJob price,
      AcceptJob accept,
      Slots slots,
      GatewayObserver observer) {
    this.resolve = resolve;
    this.moderate = moderate;
    this.gate = gate;
    this.route = new RouteJob(slots.accounts());
    this.price = price;
    this.accept = accept;
    this.slots = slots;
    this.observer = observer;
  }

  /**
   * Checks an order before its inputs are read, so that bad fields cost nothing.
   *
   * @throws FaultException {@link RequestFault.UnknownModel} or {@link RequestFault.InvalidOrder}
   */
  public void check(Order order) {
    resolve.check(order);
  }

  /**
   * The durable job for this submission; it was on disk before this returned.
   *
   * @throws FaultException any fault of the request, its limits or its money; nothing is stored
   *     then
   */
  public Submitted submit(Submission submission) {
    return submit(submission, _ -> {});
  }

  /** The same; {@code beforeStart} hears a new job's id before anything can happen to the job. */
  public Submitted submit(Submission submission, Consumer<JobId> beforeStart) {
    try {
      return observed(accepted(submission, beforeStart));
    } catch (FaultException e) {
      observer.refused(submission.origin().dialect(), e.fault());
      throw e;
    }
  }

  private Submitted accepted(Submission submission, Consumer<JobId> beforeStart) {
    submission.principal().require(Scope.GENERATE);
    ImageRequest resolved = resolve.resolve(submission.request());
    submission.principal().requireModel(resolved.order().model());
    RequestIdentity request = submission.identity();
    Optional<Submitted> earlier = accept.earlier(request);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    gate.check();
    List<String> flagged = moderate.flagged(submission.principal().tenant(), resolved);
    return accepted(submission, resolved, flagged, request, beforeStart);
  }

  private Submitted accepted(
      Submission submission,
      ImageRequest resolved,
      List<String> flagged,
      RequestIdentity request,
      Consumer<JobId> beforeStart) {
    RoutingKey route = this.route.of(submission.terms(), resolved);
    JobSpec job = price.spec(submission, resolved, route);
    beforeStart.accept(job.id());
    boolean accepted = false;
    AdmitJob.Admitted admitted = price.admit(submission.principal(), job);
    try {
      Accepted made = acceptWithSlot(submission, job, request, admitted, flagged);
      accepted = made.submitted().how() == Submitted.How.NEW;
      return made.submitted();
    } finally {
      if (!accepted) {
        admitted.permit().takeBack();
      }
    }
  }

  private Accepted acceptWithSlot(
      Submission submission,
      JobSpec job,
      RequestIdentity request,
      AdmitJob.Admitted admitted,
      List<String> flagged) {
    for (int tried = 0; tried < SLOTS_TRIED_MAX; tried++) {
      Optional<Slot> slot = freeSlot(job);
      try {
        return accept(submission, job, request, admitted, flagged, slot);
      } catch (SlotTakenException e) {
        LOG.debug("job {}: another process took the slot", job.id());
      }
    }
    return accept(submission, job, request, admitted, flagged, Optional.empty());
  }

  private Optional<Slot> freeSlot(JobSpec job) {
    RoutingKey route = RoutingKey.parse(job.route());
    return slots.claims().nobodyWaits()
        ? slots.accounts().reserve(SlotRequest.of(route, job.tenant(), job.request().order()))
        : Optional.empty();
  }

  private Accepted accept(
      Submission submission,
      JobSpec job,
      RequestIdentity request,
      AdmitJob.Admitted admitted,
      List<String> flagged,
      Optional<Slot> slot) {
    boolean used = false;
    try {
      Accepted made = accept.accept(submission, job, request, admitted, flagged, slot);
      used = made.work().isPresent();
      made.work().ifPresent(slots.run()::start);
      return made;
    } finally {
      if (!used) {
        slot.ifPresent(Slot::close);
        slots.claims().wake();
      }
    }
  }

  private Submitted observed(Submitted submitted) {
    observer.submitted(submitted.job(), submitted.how());
    return submitted;
  }
}
