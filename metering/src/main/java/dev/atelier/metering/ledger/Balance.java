package dev.atelier.metering.ledger;

import java.util.List;
import java.util.OptionalLong;

/**
 * How a tenant stands, in micro-dollars.
 *
 * @param funds what came in and is neither held nor charged; below zero: what a tenant owes that
 *     pays afterwards
 * @param held set aside for jobs that have not ended
 * @param charged taken for what was delivered, less what was refunded
 * @param budgets what bounds the tenant, if anything does
 */
public record Balance(Billing billing, long funds, long held, long charged, List<Budget> budgets) {
  public Balance {
    budgets = List.copyOf(budgets);
  }

  /** What can still be held; never negative. Empty: unlimited. */
  public OptionalLong available() {
    OptionalLong budgeted = budgets.stream().mapToLong(Budget::left).min();
    if (billing == Billing.POSTPAID) {
      return budgeted;
    }
    return OptionalLong.of(Math.min(funds, budgeted.orElse(Long.MAX_VALUE)));
  }
}
