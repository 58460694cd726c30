package dev.atelier.metering;

import java.util.OptionalLong;

/**
 * How a tenant stands, in micro-dollars.
 *
 * @param budget what held and charged may sum up to; empty: unlimited
 * @param held set aside for jobs that have not ended
 * @param charged taken for what was delivered, ever
 */
public record Balance(OptionalLong budget, long held, long charged) {

  /** What can still be held; never negative. Empty: unlimited. */
  public OptionalLong available() {
    return budget.isEmpty()
        ? budget
        : OptionalLong.of(Math.max(0, budget.getAsLong() - held - charged));
  }
}
