package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.queue.node.Node;
import dev.atelier.queue.node.NodeRows;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** Writes of this process into the list of nodes, in the transaction that renews its leases. */
public final class NodeHeartbeat {
  /** What was heard of last so long ago is no node any more. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final JobStore store;
  private final NodeRows rows = new NodeRows();
  private final String version;
  private final IntSupplier running;
  private final BooleanSupplier draining;
  private final ShareEstimates estimates;

  /**
   * @param version of the program
   * @param running how many jobs are worked on now
   * @param draining whether no more work is taken
   * @param estimates what is told and heard by the way
   */
  public NodeHeartbeat(
      JobStore store,
      String version,
      IntSupplier running,
      BooleanSupplier draining,
      ShareEstimates estimates) {
    this.store = store;
    this.version = version;
    this.running = running;
    this.draining = draining;
    this.estimates = estimates;
  }

  /** In place of all earlier processes that cannot be alive. */
  void begin(Tx tx) {
    rows.replace(tx, store.place(), store.node());
    beat(tx);
  }

  void beat(Tx tx) {
    rows.seen(
        tx,
        new Node(
            store.node(),
            version,
            tx.now(),
            tx.now(),
            running.getAsInt(),
            draining.getAsBoolean()));
    int _ = rows.forget(tx, tx.now().minus(FORGOTTEN));
    estimates.beat(tx);
  }

  void end(Tx tx) {
    rows.remove(tx, store.node());
  }
}
