package dev.atelier.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Tx;
import dev.atelier.simulation.Sabotage.Rewriting;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Defects that a single process never shows, put in one after another. */
class ClusterDefectsAreFoundTest {
  private static final int SEEDS_MAX = 600;
  private static final String HELD = "id = ? AND token = ? AND state = 'RUNNING'";

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            Promise.LEASES_HOLD,
            "had renewed it",
            "a lease is renewed by the node's own clock",
            skewing("UPDATE job SET lease_expires = ?\nWHERE")),
        defect(
            Promise.LEASES_HOLD,
            "had renewed it",
            "a job is taken over before its lease has ended",
            changing("lease_expires <= ?", "lease_expires <= ? + 3600000")),
        defect(
            Promise.LEASES_HOLD,
            "had renewed it",
            "a start takes the jobs of all nodes for those of its dead predecessor",
            changing("node >= ? AND node < ?", "? <> ?")),
        defect(
            Promise.NOTHING_LOST,
            "was changed by a worker that had lost its lease",
            "the token is not looked at when a picture or a call ends",
            Sabotage.rewriting((sql, _) ->
                sql.startsWith("UPDATE job_attempt SET outcome")
                        || sql.startsWith("UPDATE job SET version = version + 1 WHERE id")
                    ? sql.replace(HELD, HELD.replace("token = ?", "? IS NOT NULL"))
                    : sql)),
        defect(
            Promise.NOTHING_LOST,
            "was given up",
            "the node's own clock says how long a job has waited",
            skewing("SELECT id FROM job WHERE state = 'QUEUED' AND start_by")),
        defect(
            Promise.LIMITS_HOLD,
            "has no slot for its call",
            "the slots of an account are each node's own",
            Sabotage.rewriting((sql, _) ->
                sql.startsWith("UPDATE account_slot SET attempt = ?, job") ? null : sql)),
        defect(
            Promise.NOTHING_LOST,
            "",
            "the slots of a node that died stay taken",
            Sabotage.rewriting((sql, _) ->
                sql.startsWith("UPDATE account_slot SET attempt = NULL") ? null : sql)));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("defects")
  void a_defect_among_several_nodes_breaks_its_promise(
      Promise promise, String words, String name, Sabotage defect) {
    Optional<String> found =
        LongStream.range(0, SEEDS_MAX)
            .mapToObj(seed -> broken(worldOf(seed).broken(defect)))
            .flatMap(Optional::stream)
            .filter(text -> text.startsWith(promise.toString()))
            .filter(text -> text.lines().findFirst().orElseThrow().contains(words))
            .findFirst();
    assertThat(found).as(name).isPresent();
  }

  /** Every second one with wide jobs, whose calls others can ask for. */
  private static Simulation worldOf(long seed) {
    return Simulation.seeded(seed)
        .with(drawn -> {
          SimulationSettings settings =
              seed % 2 == 0 ? drawn : SimulationSettings.ofResumableCalls();
          return settings.with(Cluster.unsteady(), settings.rates());
        });
  }

  private static Optional<String> broken(Simulation simulation) {
    try {
      simulation.run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static Arguments defect(Promise promise, String words, String name, Sabotage sabotage) {
    return Arguments.of(promise, words, name, sabotage);
  }

  private static Sabotage changing(String from, String to) {
    return Sabotage.rewriting((sql, _) -> sql.replace(from, to));
  }

  /** The first argument is a time by the node's clock and not by the database's. */
  private static Sabotage skewing(String beginning) {
    return new Sabotage() {
      @Override
      public Tx of(Tx tx) {
        return tx;
      }

      @Override
      public Tx of(Node node, Tx tx) {
        return new Rewriting(
            tx,
            (sql, args) -> {
              if (sql.startsWith(beginning) && args[0] instanceof Instant at) {
                args[0] = at.plus(node.clock().ahead());
              }
              return sql;
            });
      }
    };
  }
}
