package dev.atelier.metering.usage;

import dev.atelier.database.Tx;
import java.time.LocalDate;

/** The sums of usage: by the day for good, and by the hour for charts. */
public record UsageTables(UsageDays days, UsageHours hours, AccountHours accounts) {
  public UsageTables() {
    this(new UsageDays(), new UsageHours(), new AccountHours());
  }

  /**
   * Makes rows of hours that are told apart no longer sums of their days.
   *
   * @return how many of the table with most, at most {@code limit}
   */
  public int rollUp(Tx tx, LocalDate today, int limit) {
    return Math.max(hours.rollUp(tx, today, limit), accounts.rollUp(tx, today, limit));
  }
}
