package dev.atelier.simulation;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What one run is like.
 *
 * @param nodes processes over one database, 1 or more; only a single one owns its data directory
 * @param orders most different requests that callers make
 * @param steps how much happens before everything is left to calm down
 * @param repeatUnknown the policy for calls that may have been billed
 * @param accounts one upstream account each
 * @param concurrency of each account
 * @param leaseFor without renewal, so that slow workers lose theirs
 * @param budget of the second tenant, in micro-dollars
 */
record SimulationSettings(
    int nodes,
    int orders,
    int steps,
    Rates rates,
    boolean repeatUnknown,
    List<Kind> accounts,
    int concurrency,
    Duration leaseFor,
    Duration startWithin,
    int queueMax,
    OptionalLong budget) {
  SimulationSettings {
    accounts = List.copyOf(accounts);
  }

  /** Some world or other. */
  static SimulationSettings drawn(SplittableRandom random) {
    return new SimulationSettings(
        1 + random.nextInt(3),
        2 + random.nextInt(5),
        12 + random.nextInt(24),
        Rates.drawn(random),
        random.nextInt(3) == 0,
        accounts(random),
        1 + random.nextInt(2),
        Duration.ofSeconds(20 + random.nextInt(40)),
        Duration.ofSeconds(random.nextInt(3) == 0 ? 5 + random.nextInt(30) : 120),
        random.nextInt(4) == 0 ? 2 : 100,
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(150_000));
  }

  private static List<Kind> accounts(SplittableRandom random) {
    var kinds = List.of(Kind.values());
    return Stream.generate(() -> kinds.get(random.nextInt(kinds.size())))
        .limit(1 + random.nextInt(3))
        .toList();
  }

  /**
   * Probabilities, 0..1.
   *
   * @param crash of a crash, at each commit and at each point of a call
   * @param failure of a commit that fails, or is not acknowledged, while its process lives on
   * @param trouble of a call that ends badly, timeouts apart
   * @param timeout of a call whose request or answer gets lost
   * @param image of a picture that is not as ordered
   */
  record Rates(double crash, double failure, double trouble, double timeout, double image) {
    static Rates drawn(SplittableRandom random) {
      return new Rates(
          random.nextBoolean() ? 0.01 + 0.04 * random.nextDouble() : 0,
          random.nextInt(3) == 0 ? 0.03 : 0,
          0.25 * random.nextDouble(),
          0.15 * random.nextDouble(),
          random.nextInt(4) == 0 ? 0.15 : 0.01);
    }

    /** Something goes wrong everywhere. */
    static Rates wild() {
      return new Rates(0.1, 0.1, 0.3, 0.3, 0.2);
    }
  }

  SimulationSettings with(int otherNodes, Rates otherRates) {
    return new SimulationSettings(
        otherNodes,
        orders,
        steps,
        otherRates,
        repeatUnknown,
        accounts,
        concurrency,
        leaseFor,
        startWithin,
        queueMax,
        budget);
  }
}
