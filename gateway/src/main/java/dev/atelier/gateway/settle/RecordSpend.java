package dev.atelier.gateway.settle;

import dev.atelier.database.Tx;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Usage;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.metering.ledger.UpstreamCost.Basis;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results.Statement;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.UpstreamPrices;
import dev.atelier.queue.Job;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Notes what calls cost us upstream, for sure or perhaps: what the upstream says itself, or else
 * what its prices come to.
 */
public final class RecordSpend {
  private static final int MICRO_DIGITS = 6;

  private final QuoteJob quote;
  private final UpstreamPrices prices;
  private final AccountPool accounts;
  private final Ledger ledger;
  private final RecordUsage usage;
  private final GatewayObserver observer;

  public RecordSpend(
      QuoteJob quote,
      UpstreamPrices prices,
      AccountPool accounts,
      Ledger ledger,
      RecordUsage usage,
      GatewayObserver observer) {
    this.quote = quote;
    this.prices = prices;
    this.accounts = accounts;
    this.ledger = ledger;
    this.usage = usage;
    this.observer = observer;
  }

  /** A call has ended, whatever it cost. */
  public void called(Tx tx, Job job, AccountId account, CallEnd end) {
    usage.called(tx, job, account, end);
  }

  /**
   * What the upstream bills for so many images of one call.
   *
   * @param statement what it says of it
   */
  public void known(
      Tx tx, Job job, AttemptId attempt, AccountId account, int images, Statement statement) {
    Optional<Long> told = statement.usd().map(RecordSpend::micros);
    if (told.isPresent()) {
      if (told.get() > 0 || images > 0) {
        record(tx, job, attempt, account, new UpstreamCost(told.get(), Basis.TOLD));
      }
    } else if (images > 0) {
      long micros = estimate(job, account, images, statement.usage());
      record(tx, job, attempt, account, new UpstreamCost(micros, Basis.ESTIMATED));
    }
  }

  /** What it may bill, where nobody knows whether the call was made. */
  public void ambiguous(Tx tx, Job job, AttemptId attempt, AccountId account, int images) {
    if (images > 0) {
      long micros = estimate(job, account, images, Optional.empty());
      record(tx, job, attempt, account, new UpstreamCost(micros, Basis.AMBIGUOUS));
    }
  }

  private void record(Tx tx, Job job, AttemptId attempt, AccountId account, UpstreamCost cost) {
    ledger
        .upstreamCost(tx, attempt, job.id(), account, cost)
        .ifPresent(change ->
            usage.upstream(
                tx, job, account, account(account).map(Account::provider).orElse(""), change));
    tx.afterCommit(() -> observer.spent(account, cost));
  }

  private Optional<Account> account(AccountId id) {
    return accounts.accounts().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private long estimate(Job job, AccountId id, int images, Optional<Usage> told) {
    var request = job.request();
    Usage usage = told.orElseGet(() -> times(quote.usage(request, 0), images));
    Optional<Account> account = account(id);
    return account.isPresent()
        ? prices.micros(
            account.get(), request.order().model(), QuoteJob.size(request.order()), images, usage)
        : quote.price(request, usage);
  }

  private static Usage times(Usage one, int images) {
    return new Usage(one.textIn() * images, one.imageIn() * images, one.imageOut() * images);
  }

  private static long micros(BigDecimal usd) {
    return usd.movePointRight(MICRO_DIGITS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
