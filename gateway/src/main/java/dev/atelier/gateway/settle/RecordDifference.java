package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.image.JobId;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobQueue;

/** Notes what came otherwise than ordered, on the job and for its account. */
public final class RecordDifference {
  private final JobQueue queue;
  private final GatewayObserver observer;

  public RecordDifference(JobQueue queue, GatewayObserver observer) {
    this.queue = queue;
    this.observer = observer;
  }

  /** Repeating it changes nothing. */
  public void record(Tx tx, JobId job, JobDifference one) {
    if (queue.differed(tx, job, one)) {
      tx.afterCommit(() -> observer.differed(one.account(), one.difference().kind()));
    }
  }
}
