package dev.atelier.gateway.query;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.metering.ledger.UpstreamSpend;
import dev.atelier.provider.Account;
import dev.atelier.queue.AttemptFilter;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.LoggedAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the request log: every call to an upstream, with what it took and cost. */
public final class FindAttempts {
  /** Over how long an account's activity is told. */
  public static final Duration LATELY = Duration.ofHours(24);

  private final Database database;
  private final JobQueue queue;
  private final Ledger ledger;
  private final Supplier<List<Account>> accounts;

  /**
   * @param accounts those there are now, to name the provider of a call that has not ended
   */
  public FindAttempts(
      Database database, JobQueue queue, Ledger ledger, Supplier<List<Account>> accounts) {
    this.database = database;
    this.queue = queue;
    this.ledger = ledger;
    this.accounts = accounts;
  }

  /**
   * The calls that were made for a job, oldest first; for whoever has the data directory in hand.
   */
  public List<JobAttempt> of(JobId job) {
    return database.read(tx -> of(tx, job));
  }

  List<JobAttempt> of(Tx tx, JobId job) {
    return told(tx, queue.log(tx, job));
  }

  /**
   * The calls of a tenant's jobs, newest first.
   *
   * @param filter of the caller's own tenant
   * @throws FaultException {@code Forbidden} without the admin scope
   */
  public List<JobAttempt> list(Principal principal, AttemptFilter filter) {
    principal.require(Scope.ADMIN);
    if (!filter.tenant().equals(principal.tenant())) {
      throw new IllegalArgumentException("the log of another tenant");
    }
    return database.read(tx -> told(tx, queue.log(tx, filter)));
  }

  /** What an account did in the time before {@code now} that {@link #LATELY} says. */
  public AccountActivity lately(AccountId account, Instant now) {
    Instant since = now.minus(LATELY);
    return database.read(tx ->
        new AccountActivity(
            queue.totals(tx, account, since),
            ledger.upstreamSpend(tx, since, now.plus(LATELY)).stream()
                .filter(spend -> spend.account().equals(account))
                .findFirst()
                .orElseGet(() -> new UpstreamSpend(account, 0, 0, 0, 0))));
  }

  private List<JobAttempt> told(Tx tx, List<LoggedAttempt> logged) {
    List<AttemptId> ids = logged.stream().map(one -> one.row().id()).toList();
    Map<AttemptId, UpstreamCost> costs = ledger.upstreamCosts(tx, ids);
    return logged.stream()
        .map(one ->
            new JobAttempt(one, provider(one), Optional.ofNullable(costs.get(one.row().id()))))
        .toList();
  }

  private Optional<String> provider(LoggedAttempt logged) {
    return logged
        .report()
        .map(AttemptReport::provider)
        .or(() ->
            accounts.get().stream()
                .filter(one -> one.id().equals(logged.row().account()))
                .map(Account::provider)
                .findFirst());
  }
}
