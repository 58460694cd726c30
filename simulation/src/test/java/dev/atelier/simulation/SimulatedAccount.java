package dev.atelier.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One upstream account of a run.
 *
 * @param begin when it begins to fail, from the beginning of the run
 * @param end when it works again, likewise
 */
record SimulatedAccount(Kind kind, AccountFault fault, Duration begin, Duration end) {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final List<AccountFault> FAULTS =
      List.of(AccountFault.DEAD, AccountFault.CREDENTIAL, AccountFault.QUOTA);

  static SimulatedAccount healthy(Kind kind) {
    return new SimulatedAccount(kind, AccountFault.NONE, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Some account or other.
   *
   * @param alone whether it is the only one: then it fails at most for a while
   */
  static SimulatedAccount drawn(SplittableRandom random, boolean alone) {
    Kind kind = Kind.drawn(random);
    if (random.nextInt(4) != 0) {
      return healthy(kind);
    }
    AccountFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
    if (!alone && random.nextBoolean()) {
      return new SimulatedAccount(kind, fault, Duration.ZERO, NEVER);
    }
    Duration begin = Duration.ofSeconds(random.nextInt(30));
    return new SimulatedAccount(
        kind, fault, begin, begin.plusSeconds(10 + (long) random.nextInt(90)));
  }

  /** What is wrong with it at this time of the run. */
  AccountFault faultAt(Duration time) {
    boolean failing = time.compareTo(begin) >= 0 && time.compareTo(end) < 0;
    return failing ? fault : AccountFault.NONE;
  }
}
