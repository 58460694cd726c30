package dev.atelier.gateway.query;

import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.AttemptId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.queue.WaitReasons;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Why a job is where it is, in words that are the operator's alone. */
public final class ExplainAccounts {
  private final JobStore store;
  private final AccountPool accounts;
  private final JobNeeds needs;

  public ExplainAccounts(JobStore store, AccountPool accounts) {
    this.store = store;
    this.accounts = accounts;
    this.needs = new JobNeeds(store.queue());
  }

  /**
   * Why each call of a job was made where it was, and not elsewhere, in lines.
   *
   * @throws dev.atelier.image.FaultException {@code Forbidden} without the admin scope
   */
  public Map<AttemptId, List<String>> choices(Principal principal, Job job) {
    principal.require(Scope.ADMIN);
    return store.read(tx -> store.queue().choices(tx, job.id()));
  }

  /**
   * Why a job waits now, or why no account took one that failed, in lines; empty for any other.
   *
   * @throws dev.atelier.image.FaultException {@code Forbidden} without the admin scope
   */
  public List<String> waiting(Principal principal, Job job) {
    principal.require(Scope.ADMIN);
    if (job.state() != JobState.QUEUED) {
      return store.read(tx -> WaitReasons.find(tx, job));
    }
    var now = accounts.waiting(store.read(tx -> needs.slot(tx, job)));
    return Stream.concat(Stream.of(WaitReasons.WAITING + now.reason()), now.others().stream())
        .toList();
  }
}
