package dev.atelier.gateway.dispatch;

import dev.atelier.gateway.attempt.RunningCalls;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.JobId;
import dev.atelier.queue.JobState;
import dev.atelier.queue.Lease;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps this process's leases from expiring while it lives, by the database's time, tells that it
 * lives, and finds out which of the jobs that it works on were cancelled by others.
 */
public final class RenewLeases {
  private final JobStore store;
  private final RunningCalls running;
  private final NodeHeartbeat heartbeat;

  public RenewLeases(JobStore store, RunningCalls running, NodeHeartbeat heartbeat) {
    this.store = store;
    this.running = running;
    this.heartbeat = heartbeat;
  }

  /** At start: this process is one of the nodes from now on. */
  public void begin() {
    store.write(tx -> {
      heartbeat.begin(tx);
      return tx;
    });
  }

  /** Prolongs every lease that no other process took over; returns how many. */
  public int renew() {
    int renewed =
        store.write(tx -> {
          heartbeat.beat(tx);
          return store.queue().renew(tx, store.node(), store.leaseUntil(tx));
        });
    endCancelled();
    return renewed;
  }

  /**
   * At the end, when nothing works on them any more: other processes may take them over at once.
   * Where there are none, the next start does so.
   */
  public void leave() {
    store.write(tx -> {
      heartbeat.end(tx);
      return store.shared() ? store.queue().giveUp(tx, store.node()) : 0;
    });
  }

  private void endCancelled() {
    Set<JobId> mine = running.jobs();
    if (!mine.isEmpty()) {
      cancelled(mine).forEach(running::cancel);
    }
  }

  private List<JobId> cancelled(Set<JobId> mine) {
    return store.read(tx -> {
      Set<JobId> held =
          store.queue().held(tx, store.node()).stream().map(Lease::job).collect(Collectors.toSet());
      var lost = new HashSet<>(mine);
      lost.removeAll(held);
      return lost.stream()
          .filter(id ->
              store
                  .queue()
                  .find(tx, id)
                  .filter(job -> job.state() == JobState.CANCELLED)
                  .isPresent())
          .toList();
    });
  }
}
