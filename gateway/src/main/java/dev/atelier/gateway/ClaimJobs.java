package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import dev.atelier.queue.QueueDepth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Gives queued jobs to free slots: lease and intent in one commit, then a worker. A step is a
 * function of what is stored and what time it is; {@link Dispatcher} is the thread around it.
 */
public final class ClaimJobs {
  private final GatewayParts parts;
  private final RunAttempt run;
  private final Executor workers;
  private final WaitEstimate estimate;
  private final Backlog backlog;
  private final Set<Lease> working = ConcurrentHashMap.newKeySet();
  private volatile Runnable wake = () -> {};

  ClaimJobs(
      GatewayParts parts,
      RunAttempt run,
      Executor workers,
      WaitEstimate estimate,
      Backlog backlog) {
    this.parts = parts;
    this.run = run;
    this.workers = workers;
    this.estimate = estimate;
    this.backlog = backlog;
  }

  /** Claims and starts one job; false if no slot is free or nothing waits that one could take. */
  public boolean step() {
    if (parts.admissionGate().draining()) {
      return false;
    }
    boolean[] claimed = {false};
    parts
        .accounts()
        .reserve(slot -> {
          long mark = backlog.mark();
          Claimed one = claim(slot);
          backlog.looked(mark, one.nothingLeft());
          one.assignment().ifPresent(this::start);
          claimed[0] = one.assignment().isPresent();
          return claimed[0];
        });
    return claimed[0];
  }

  /** Whether a new job may start at once because none waits before it. */
  boolean mayJumpIn() {
    return !backlog.any();
  }

  void start(Assignment assignment) {
    working.add(assignment.lease());
    workers.execute(() -> {
      try (Slot _ = assignment.slot()) {
        run.run(assignment);
      } finally {
        working.remove(assignment.lease());
        slotFree();
      }
    });
  }

  /** Whoever is queued may have waited for this slot; with nobody queued no claim is tried. */
  private void slotFree() {
    if (backlog.any()) {
      wake.run();
    }
  }

  /** Whether a worker of this process still works under that lease. */
  boolean working(Lease lease) {
    return working.contains(lease);
  }

  /** Something may be claimable now. */
  void wake() {
    backlog.grew();
    wake.run();
  }

  void onWake(Runnable action) {
    this.wake = action;
  }

  /**
   * Refuses a caller on the line that would wait too long.
   *
   * @throws FaultException {@link Fault.QueueFull}
   */
  void requireBearableWait(Tx tx, RoutingKey route, boolean interactive) {
    if (!interactive) {
      return;
    }
    QueueDepth depth = parts.queue().depth(tx);
    Duration wait = estimate.waitFor(depth.interactive(), parts.accounts().concurrency(route));
    if (wait.compareTo(parts.settings().syncWaitMax()) > 0) {
      throw new FaultException(new Fault.QueueFull(WaitEstimate.RETRY_AFTER));
    }
  }

  private Claimed claim(Slot slot) {
    Set<String> routes =
        slot.routes().stream().map(RoutingKey::toString).collect(Collectors.toSet());
    Instant now = parts.clock().instant();
    AttemptId attempt = parts.ids().attempt();
    return parts
        .database()
        .write(tx -> {
          Optional<Lease> lease =
              parts.queue().claim(tx, routes, parts.node(), now, parts.leaseUntil(now));
          return new Claimed(
              lease.map(held -> assign(tx, held, slot, attempt, now)),
              parts.queue().depth(tx).queued() == 0);
        });
  }

  private Assignment assign(Tx tx, Lease lease, Slot slot, AttemptId attempt, Instant now) {
    Job job = parts.queue().find(tx, lease.job()).orElseThrow();
    List<Integer> images = CallBatches.first(job.pending(), slot.provider().capabilities());
    parts.queue().begin(tx, lease, attempt, slot.account().id(), images, now);
    return new Assignment(job, lease, slot, attempt, images, Optional.empty());
  }

  /** The job that a claim found, and whether none is queued now. */
  private record Claimed(Optional<Assignment> assignment, boolean nothingLeft) {}
}
