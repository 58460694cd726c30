package dev.atelier.metering.usage;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sums of calls to accounts by the hour, added to in the transaction that ends a call. */
public final class AccountHours {
  /** How calls end. */
  public static final List<String> OUTCOMES =
      List.of("succeeded", "refused", "throttled", "not_sent", "unknown", "spent");

  /** Most accounts that are told of. */
  static final int ACCOUNTS_MAX = 200;

  private static final String ENDED = "ended_";

  private static final HourRows TABLE =
      new HourRows(
          "account_hours",
          List.of("account", "api_key", "model"),
          Stream.of(
                  Stream.of("images", "upstream", "ambiguous"),
                  OUTCOMES.stream().map(ENDED::concat),
                  LatencyHistogram.COLUMNS.stream())
              .flatMap(one -> one)
              .toList());

  /**
   * A call that ended.
   *
   * @param outcome how: one of {@link #OUTCOMES}
   * @param took if it succeeded
   * @param images that can be delivered
   */
  public record CallEnd(String outcome, Optional<Duration> took, int images) {}

  /**
   * Adds a call that ended.
   *
   * @param source whose job it was for
   */
  public void ended(Tx tx, UsageSource source, AccountId account, Instant at, CallEnd end) {
    var amounts = new HourAmounts().with(ENDED + end.outcome(), 1).with("images", end.images());
    end.took().ifPresent(amounts::took);
    add(tx, source, account, at, amounts);
  }

  /** Adds what calls cost, in micro-dollars. */
  public void cost(
      Tx tx, UsageSource source, AccountId account, Instant at, UsageFigures.Money cost) {
    var amounts =
        new HourAmounts().with("upstream", cost.upstream()).with("ambiguous", cost.ambiguous());
    add(tx, source, account, at, amounts);
  }

  private static void add(
      Tx tx, UsageSource source, AccountId account, Instant at, HourAmounts amounts) {
    TABLE.add(
        tx,
        source.tenant().value(),
        at,
        List.of(account.value(), source.key().value(), source.model()),
        amounts);
  }

  /** As {@link UsageHours#rollUp}. */
  public int rollUp(Tx tx, LocalDate today, int limit) {
    return TABLE.rollUp(tx, UsageHours.firstApart(today), limit);
  }

  /** What calls to each account came to, of at most {@value #ACCOUNTS_MAX} of them, by name. */
  public List<AccountCalls> list(Tx tx, ChartFilter filter) {
    var arguments = new ArrayList<Object>();
    String query =
        TABLE.select("account")
            + filter.where(arguments)
            + " GROUP BY account ORDER BY account LIMIT ?";
    arguments.add(ACCOUNTS_MAX);
    return tx.list(query, AccountHours::calls, arguments.toArray());
  }

  private static AccountCalls calls(Row row) {
    Map<String, Long> outcomes = new TreeMap<>();
    OUTCOMES.forEach(outcome -> outcomes.put(outcome, row.number(ENDED + outcome)));
    return new AccountCalls(
        row.text("account"),
        outcomes,
        row.number("images"),
        LatencyHistogram.of(row),
        row.number("upstream"),
        row.number("ambiguous"));
  }
}
