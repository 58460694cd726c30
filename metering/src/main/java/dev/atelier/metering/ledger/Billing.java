package dev.atelier.metering.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When a tenant pays. */
public enum Billing {
  /** In advance: nothing is held that was not paid in, and the funds never fall below zero. */
  PREPAID,
  /** Afterwards: the funds below zero are what it owes. Budgets bound it, if it has any. */
  POSTPAID;

  /** The name in rows, commands and the admin API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name, in any case. */
  public static Optional<Billing> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
  }
}
