package dev.atelier.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The processes of a run, and what they have in common.
 *
 * @param nodes at the beginning, 1..{@value #NODES_MAX}; a single one owns its database unless that
 *     is shared
 * @param shared whether the database is one for several processes
 * @param skewMax how far the clock of a node may be from the database's, either way
 * @param absences probability, at each transaction and each moment of a call, that its node is
 *     paused from then on, or cut off from the database
 * @param noticesLost probability that a notice does not reach a node
 */
record Cluster(int nodes, boolean shared, Duration skewMax, double absences, double noticesLost) {
  static final int NODES_MAX = 5;

  /** One process with a database of its own. */
  static final Cluster ALONE = new Cluster(1, false, Duration.ZERO, 0, 0);

  Cluster {
    if (nodes < 1 || nodes > NODES_MAX || (nodes > 1 && !shared)) {
      throw new IllegalArgumentException("no such cluster");
    }
  }

  static Cluster drawn(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return ALONE;
    }
    return new Cluster(
        1 + random.nextInt(NODES_MAX),
        true,
        Duration.ofSeconds(random.nextInt(3) == 0 ? 0 : random.nextInt(300)),
        random.nextInt(3) == 0 ? 0 : 0.02 * random.nextDouble(),
        random.nextInt(3) == 0 ? 0 : random.nextDouble());
  }

  /** So many processes, whose clocks agree and that always reach their database. */
  static Cluster of(int nodes) {
    return nodes == 1 ? ALONE : new Cluster(nodes, true, Duration.ZERO, 0, 0);
  }

  /** Several processes with clocks apart, that are often away. */
  static Cluster unsteady() {
    return new Cluster(3, true, Duration.ofMinutes(5), 0.02, 0.5);
  }
}
