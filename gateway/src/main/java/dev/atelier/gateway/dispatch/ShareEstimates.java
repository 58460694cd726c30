package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.WaitEstimate;
import dev.atelier.queue.node.CallTimeRows;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Tells other processes how long calls take, and learns that of them, as the heart beats. */
public final class ShareEstimates {
  /** What nobody has called for so long says nothing any more. */
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  private final WaitEstimate estimate;
  private final CallTimeRows rows = new CallTimeRows();

  public ShareEstimates(WaitEstimate estimate) {
    this.estimate = estimate;
  }

  void beat(Tx tx) {
    // in order, so that no two processes wait for each other
    new TreeMap<>(estimate.toTell())
        .forEach((work, calls) -> rows.seen(tx, work, calls.averageMillis(), calls.weight()));
    int _ = rows.forget(tx, tx.now().minus(FORGOTTEN));
    Map<String, Double> all = rows.all(tx);
    tx.afterCommit(() -> estimate.told(all));
  }
}
