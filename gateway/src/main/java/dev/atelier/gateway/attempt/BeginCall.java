package dev.atelier.gateway.attempt;

import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Order;
import dev.atelier.provider.account.Slot;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Lease;
import java.time.Instant;
import java.util.List;

/**
 * Writes the intent of a call: which of a job's missing images it makes, at which account, and why
 * there. They count as ordered from its commit on.
 */
public final class BeginCall {
  private final JobQueue queue;

  public BeginCall(JobQueue queue) {
    this.queue = queue;
  }

  /** A call for as many of these images as the slot makes at once. */
  public PlannedCall begin(
      Tx tx,
      Lease lease,
      AttemptId attempt,
      Slot slot,
      List<Integer> missing,
      Order order,
      Instant now) {
    List<Integer> images =
        List.copyOf(missing.subList(0, slot.order(missing.size(), order.partials())));
    List<String> choice = slot.choice().lines();
    queue.begin(tx, lease, attempt, slot.account().id(), images, choice, now);
    tx.afterCommit(slot::begun);
    return PlannedCall.first(slot, attempt, images);
  }
}
