package dev.atelier.gateway.dispatch;

import dev.atelier.gateway.job.JobStore;

/** Keeps this process's leases from expiring while it lives, by the database's time. */
public final class RenewLeases {
  private final JobStore store;

  public RenewLeases(JobStore store) {
    this.store = store;
  }

  /** Prolongs every lease that has not expired; returns how many. */
  public int renew() {
    return store.write(tx -> store.queue().renew(tx, store.node(), tx.now(), store.leaseUntil(tx)));
  }
}
