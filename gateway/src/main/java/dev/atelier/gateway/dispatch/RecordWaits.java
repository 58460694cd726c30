package dev.atelier.gateway.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.Job;
import dev.atelier.queue.WaitReasons;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what keeps the accounts from the jobs that wait: for each route, not for each job,
 * and only where it has changed.
 */
public final class RecordWaits {
  private static final int ROUTES_MAX = 200;

  private final JobStore store;
  private final AccountPool accounts;
  private final Backlog backlog;
  private final JobNeeds needs;
  private Map<String, List<String>> written = Map.of();

  public RecordWaits(JobStore store, AccountPool accounts, Backlog backlog) {
    this.store = store;
    this.accounts = accounts;
    this.backlog = backlog;
    this.needs = new JobNeeds(store.queue());
  }

  /** Of the jobs that wait now. */
  void tick() {
    if (!backlog.any()) {
      written = Map.of();
      return;
    }
    Map<String, List<String>> now = new HashMap<>();
    for (String route : store.read(tx -> WaitReasons.routes(tx, ROUTES_MAX))) {
      now.put(route, accounts.waiting(SlotRequest.of(RoutingKey.parse(route))).lines());
    }
    Map<String, List<String>> changed = new HashMap<>(now);
    changed.entrySet().removeAll(written.entrySet());
    if (!changed.isEmpty()) {
      store.write(tx -> {
        changed.forEach((route, reasons) -> WaitReasons.ofRoute(tx, route, reasons));
        return changed;
      });
    }
    written = now;
  }

  /** Of a job that is given up. */
  void ofJob(Tx tx, Job job) {
    WaitReasons.ofJob(tx, job.id(), accounts.waiting(needs.slot(tx, job)).lines());
  }
}
