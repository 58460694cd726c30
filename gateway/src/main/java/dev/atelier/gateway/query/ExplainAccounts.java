package dev.atelier.gateway.query;

import dev.atelier.database.Tx;
import dev.atelier.gateway.attempt.JobNeeds;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.SlotRequest;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobState;
import dev.atelier.queue.WaitReasons;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a job is where it is, in words that are the operator's alone. */
public final class ExplainAccounts {
  private final JobStore store;
  private final AccountPool accounts;
  private final FindAttempts attempts;
  private final JobNeeds needs;

  public ExplainAccounts(JobStore store, AccountPool accounts, FindAttempts attempts) {
    this.store = store;
    this.accounts = accounts;
    this.attempts = attempts;
    this.needs = new JobNeeds(store.queue());
  }

  /**
   * All that is told of a job to operators only.
   *
   * @throws dev.atelier.image.FaultException {@code Forbidden} without the admin scope
   */
  public Explanation of(Principal principal, Job job) {
    principal.require(Scope.ADMIN);
    var stored = store.read(tx -> stored(tx, job));
    return stored.wanted().map(slot -> waiting(stored.rows(), slot)).orElse(stored.rows());
  }

  private Stored stored(Tx tx, Job job) {
    JobQueue queue = store.queue();
    boolean queued = job.state() == JobState.QUEUED;
    var rows =
        new Explanation(
            attempts.of(tx, job.id()),
            queue.choices(tx, job.id()),
            queued ? List.of() : WaitReasons.find(tx, job),
            queue.differences(tx, job.id()));
    return new Stored(rows, queued ? Optional.of(needs.slot(tx, job)) : Optional.empty());
  }

  /** Why a job that is queued waits now, which only the accounts know. */
  private Explanation waiting(Explanation rows, SlotRequest wanted) {
    var now = accounts.waiting(wanted);
    List<String> lines =
        Stream.concat(Stream.of(WaitReasons.WAITING + now.reason()), now.others().stream())
            .toList();
    return new Explanation(rows.attempts(), rows.choices(), lines, rows.differences());
  }

  /** What rows tell, and the slot for which a queued job waits. */
  private record Stored(Explanation rows, Optional<SlotRequest> wanted) {}
}
