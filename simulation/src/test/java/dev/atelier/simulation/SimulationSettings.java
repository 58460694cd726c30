package dev.atelier.simulation;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What one run is like. Rates are probabilities, 0..1.
 *
 * @param nodes processes over one database, 1 or more; only a single one owns its data directory
 * @param orders most different requests that callers make
 * @param steps how much happens before everything is left to calm down
 * @param crashRate of a crash, at each commit and at each point of a call
 * @param failureRate of a commit or read that fails while its process lives on
 * @param troubleRate of a call that ends badly, timeouts apart
 * @param timeoutRate of a call whose request or answer gets lost
 * @param pictureRate of a picture that is not as ordered
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
    double crashRate,
    double failureRate,
    double troubleRate,
    double timeoutRate,
    double pictureRate,
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
        15 + random.nextInt(25),
        random.nextBoolean() ? 0.01 + 0.04 * random.nextDouble() : 0,
        random.nextInt(3) == 0 ? 0.03 : 0,
        0.25 * random.nextDouble(),
        0.15 * random.nextDouble(),
        random.nextInt(4) == 0 ? 0.15 : 0.01,
        random.nextInt(3) == 0,
        accounts(random),
        1 + random.nextInt(2),
        Duration.ofSeconds(20 + random.nextInt(40)),
        Duration.ofSeconds(random.nextInt(3) == 0 ? 5 + random.nextInt(30) : 120),
        random.nextInt(4) == 0 ? 2 : 100,
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(150_000));
  }

  private static List<Kind> accounts(SplittableRandom random) {
    return Stream.generate(() -> Kind.values()[random.nextInt(Kind.values().length)])
        .limit(1 + random.nextInt(3))
        .toList();
  }

  SimulationSettings withNodes(int other) {
    return new SimulationSettings(
        other,
        orders,
        steps,
        crashRate,
        failureRate,
        troubleRate,
        timeoutRate,
        pictureRate,
        repeatUnknown,
        accounts,
        concurrency,
        leaseFor,
        startWithin,
        queueMax,
        budget);
  }
}
