package dev.atelier.simulation;

import dev.atelier.image.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What one run is like.
 *
 * @param cluster the processes
 * @param orders most different requests that callers make
 * @param steps how much happens before everything is left to calm down
 * @param repeatUnknown the policy for calls that may have been billed
 * @param concurrency of each account
 * @param leaseFor without renewal, so that slow workers lose theirs
 * @param customers who orders, and what bounds them
 */
record SimulationSettings(
    Cluster cluster,
    int orders,
    int steps,
    Rates rates,
    boolean repeatUnknown,
    List<SimulatedAccount> accounts,
    int concurrency,
    Duration leaseFor,
    Duration startWithin,
    int queueMax,
    Customers customers,
    Fanning fanning) {
  /** How long after its beginning a call that can be found again is asked for. */
  static final Duration RESUME_FOR = Duration.ofMinutes(2);

  /**
   * How wide jobs are, and how patient.
   *
   * @param imagesMax most images of one order
   * @param callsPerJob most calls of one job at once
   * @param commitRetry how long a commit is tried again
   */
  record Fanning(int imagesMax, int callsPerJob, Duration commitRetry) {
    static Fanning drawn(SplittableRandom random) {
      return new Fanning(
          random.nextInt(4) == 0 ? 20 : 3,
          1 + random.nextInt(5),
          switch (random.nextInt(4)) {
            case 0, 1 -> Duration.ZERO;
            case 2 -> Duration.ofSeconds(3);
            default -> Duration.ofMinutes(2);
          });
    }
  }

  /** The same of one process with a database of its own. */
  SimulationSettings alone() {
    return with(Cluster.ALONE, rates);
  }

  int callsPerJob() {
    return fanning.callsPerJob();
  }

  Duration commitRetry() {
    return fanning.commitRetry();
  }

  SimulationSettings {
    accounts = List.copyOf(accounts);
  }

  /** The account that is called so: its kind, a hyphen and its place. */
  SimulatedAccount account(AccountId id) {
    String name = id.value();
    return accounts.get(Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)));
  }

  /** Some world or other. */
  static SimulationSettings drawn(SplittableRandom random) {
    return new SimulationSettings(
        Cluster.drawn(random),
        2 + random.nextInt(5),
        12 + random.nextInt(24),
        Rates.drawn(random),
        random.nextInt(3) == 0,
        accounts(random),
        1 + random.nextInt(2),
        Duration.ofSeconds(20 + random.nextInt(40)),
        Duration.ofSeconds(random.nextInt(3) == 0 ? 5 + random.nextInt(30) : 120),
        random.nextInt(4) == 0 ? 2 : 100,
        Customers.drawn(random),
        Fanning.drawn(random));
  }

  /** Wide jobs of many calls that can be found again, on nodes that crash. */
  static SimulationSettings ofResumableCalls() {
    return new SimulationSettings(
        Cluster.of(2),
        3,
        40,
        new Rates(0.04, 0, 0, 0.1, 0, 0),
        false,
        List.of(SimulatedAccount.healthy(Kind.QUEUED), SimulatedAccount.healthy(Kind.QUEUED)),
        3,
        Duration.ofSeconds(20),
        Duration.ofMinutes(10),
        100,
        Customers.UNBOUND,
        new Fanning(20, 5, Duration.ofSeconds(3)));
  }

  /** One of several works throughout. */
  private static List<SimulatedAccount> accounts(SplittableRandom random) {
    int count = 1 + random.nextInt(3);
    int sound = random.nextInt(count);
    return IntStream.range(0, count)
        .mapToObj(place ->
            count > 1 && place == sound
                ? SimulatedAccount.healthy(Kind.drawn(random))
                : SimulatedAccount.drawn(random, count == 1))
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
   * @param disk of a picture that our own disk does not take at once
   */
  record Rates(
      double crash, double failure, double trouble, double timeout, double image, double disk) {
    static Rates drawn(SplittableRandom random) {
      return new Rates(
          random.nextBoolean() ? 0.01 + 0.04 * random.nextDouble() : 0,
          random.nextInt(3) == 0 ? 0.03 : 0,
          0.25 * random.nextDouble(),
          0.15 * random.nextDouble(),
          random.nextInt(4) == 0 ? 0.15 : 0.01,
          random.nextInt(4) == 0 ? 0.1 : 0);
    }

    /** Something goes wrong everywhere. */
    static Rates wild() {
      return new Rates(0.1, 0.1, 0.3, 0.3, 0.2, 0.2);
    }
  }

  SimulationSettings with(Cluster otherCluster, Rates otherRates) {
    return new SimulationSettings(
        otherCluster,
        orders,
        steps,
        otherRates,
        repeatUnknown,
        accounts,
        concurrency,
        leaseFor,
        startWithin,
        queueMax,
        customers,
        fanning);
  }
}
