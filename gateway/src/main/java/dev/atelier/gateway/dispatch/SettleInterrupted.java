package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.AttemptRetryPolicy;
import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.attempt.Outcomes;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.EndJob;
import dev.atelier.gateway.settle.RecordSpend;
import dev.atelier.image.JobFault;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.queue.AttemptEnd;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.Job;
import dev.atelier.queue.Lease;
import java.util.Optional;

/** What becomes of a job that was taken over, in the transaction that does so. */
public final class SettleInterrupted {
  static final String GONE = "the process ended before the upstream answered";
  static final String NEVER_SENT = "the process ended before anything was sent";

  private final JobStore store;
  private final JobNeeds needs;
  private final RecordSpend spend;
  private final EndJob end;
  private final AttemptRetryPolicy policy;
  private final Backlog backlog;
  private final Clocks clocks;

  public SettleInterrupted(
      JobStore store,
      JobNeeds needs,
      RecordSpend spend,
      EndJob end,
      AttemptRetryPolicy policy,
      Backlog backlog,
      Clocks clocks) {
    this.store = store;
    this.needs = needs;
    this.spend = spend;
    this.end = end;
    this.policy = policy;
    this.backlog = backlog;
    this.clocks = clocks;
  }

  /**
   * Ends a call that nobody can ask about. Of what was never sent, and of what costs nothing, the
   * images are made again; of what may have been charged by policy.
   */
  void abandon(Tx tx, Job job, Lease lease, AttemptRow open, boolean free) {
    if (open.sent().isEmpty() && !free) {
      end(tx, job, lease, open, Outcomes.interrupted(NEVER_SENT, clocks.now()));
      return;
    }
    end(tx, job, lease, open, Outcomes.unknown(GONE, clocks.now()));
    var attempts = store.queue().attempts(tx, job.id());
    if (!free) {
      spend.ambiguous(tx, job, open.id(), open.account(), open.images().size());
      open.images().stream()
          .filter(index -> !policy.mayRepeatUnknown(attempts, index))
          .forEach(index ->
              store
                  .queue()
                  .failImage(tx, lease, index, new JobFault.OutcomeUnknown(GONE), tx.now()));
    }
  }

  private void end(Tx tx, Job job, Lease lease, AttemptRow open, AttemptEnd how) {
    store.queue().end(tx, lease, open.id(), how);
    spend.called(tx, job, open.account(), new CallEnd(how.outcome(), Optional.empty(), 0));
  }

  /**
   * Ends the job if nothing is left to make, or else lets it go on.
   *
   * @param requeue whether it goes on in the queue, since no call of it is open
   * @return whether nobody works on it now
   */
  boolean goOn(Tx tx, Job job, Lease lease, boolean requeue) {
    if (needs.settle(tx, job, lease)) {
      end.ended(tx, store.queue().refresh(tx, job));
      return true;
    }
    if (requeue) {
      store.queue().requeue(tx, lease, tx.now());
      tx.afterCommit(backlog::grew);
    }
    return requeue;
  }
}
