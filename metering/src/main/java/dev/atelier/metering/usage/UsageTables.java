package dev.atelier.metering.usage;

/** The sums of usage: by the day for good, and by the hour for charts. */
public record UsageTables(UsageDays days, UsageHours hours, AccountHours accounts) {
  public UsageTables() {
    this(new UsageDays(), new UsageHours(), new AccountHours());
  }
}
