package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes the intent of a call: which of a job's missing images it makes, at which account, and why
 * there. They count as ordered from its commit on.
 */
public final class BeginCall {
  private final JobQueue queue;
  private final Clocks clocks;

  public BeginCall(JobQueue queue, Clocks clocks) {
    this.queue = queue;
    this.clocks = clocks;
  }

  /**
   * A call for as many of these images as the slot makes at once, begun right after the commit:
   * where nothing keeps it from leaving then, the intent says that it leaves.
   */
  public PlannedCall leaving(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      List<Integer> missing,
      ImageRequest request,
      Instant now) {
    boolean leaves = slot.provider().leavesAtOnce(slot.account(), request);
    long until = clocks.deadline(PlannedCall.MARK_HOLDS);
    var sent = leaves ? Optional.of(now) : Optional.<Instant>empty();
    PlannedCall call = begin(tx, lease, attempt, slot, missing, request, now, sent);
    return leaves ? call.marked(until) : call;
  }

  /** A call for as many of these images as the slot makes at once. */
  public PlannedCall begin(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      List<Integer> missing,
      ImageRequest request,
      Instant now) {
    return begin(tx, lease, attempt, slot, missing, request, now, Optional.empty());
  }

  private PlannedCall begin(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      List<Integer> missing,
      ImageRequest request,
      Instant now,
      Optional<Instant> sent) {
    int count = slot.order(missing.size(), request.order().partials());
    List<Integer> images = List.copyOf(missing.subList(0, count));
    List<String> choice = slot.choice().lines();
    queue.begin(tx, lease, attempt, slot.account().id(), images, choice, now, sent);
    tx.afterCommit(slot::begun);
    return PlannedCall.first(slot, attempt, images);
  }
}
