package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.account.Slot;
import dev.atelier.provider.shared.SharedCall;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import dev.atelier.queue.Sending;
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
   * where nothing keeps it from leaving then, the intent says that it leaves. Empty, with nothing
   * written, where another process was faster to take what the slot stands for.
   */
  public Optional<PlannedCall> leaving(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      List<Integer> missing,
      ImageRequest request,
      Instant now) {
    boolean leaves = slot.provider().leavesAtOnce(slot.account(), request);
    long until = clocks.deadline(PlannedCall.MARK_HOLDS);
    var sending = leaves ? Optional.of(sending(slot, attempt, now)) : Optional.<Sending>empty();
    var call = new SharedCall(lease.job(), attempt, Optional.empty());
    Optional<PlannedCall> planned = begin(tx, lease, call, slot, missing, request, now, sending);
    return leaves ? planned.map(one -> one.marked(until)) : planned;
  }

  /**
   * A call for as many of these images as the slot makes at once; empty as above.
   *
   * @param before the call that ends in the same transaction, if this one goes on in its slot
   */
  public Optional<PlannedCall> begin(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      Optional<AttemptId> before,
      List<Integer> missing,
      ImageRequest request,
      Instant now) {
    var call = new SharedCall(lease.job(), attempt, before);
    return begin(tx, lease, call, slot, missing, request, now, Optional.empty());
  }

  /** That a call leaves now, and how the upstream will know it. */
  static Sending sending(Slot slot, AttemptId attempt, Instant now) {
    return new Sending(now, slot.provider().chosenId(attempt));
  }

  private Optional<PlannedCall> begin(
      Tx tx,
      Lease lease,
      SharedCall call,
      Slot slot,
      List<Integer> missing,
      ImageRequest request,
      Instant now,
      Optional<Sending> sending) {
    int count = slot.order(tx, call, missing.size(), request.order().partials());
    if (count == 0) {
      return Optional.empty();
    }
    List<Integer> images = List.copyOf(missing.subList(0, count));
    List<String> choice = slot.choice().lines();
    queue.begin(tx, lease, call.attempt(), slot.account().id(), images, choice, now, sending);
    tx.afterCommit(slot::begun);
    return Optional.of(PlannedCall.first(slot, call.attempt(), images));
  }
}
