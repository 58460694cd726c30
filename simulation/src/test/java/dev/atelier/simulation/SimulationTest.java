package dev.atelier.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.simulation.SimulationSettings.Rates;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SimulationTest {
  private static final int SEEDS = 10_000;
  private static final int CHUNK = 500;

  /** In so many runs at least each thing was seen that can happen among several processes. */
  private static final int OFTEN = 20;

  private final Coverage seen = new Coverage();
  private long seedsRun;

  static LongStream chunks() {
    return LongStream.range(0, SEEDS / CHUNK).map(chunk -> chunk * CHUNK);
  }

  @Order(1)
  @ParameterizedTest(name = "seeds from {0}")
  @MethodSource("chunks")
  @DisabledIfSystemProperty(named = "seed", matches = ".+", disabledReason = "one seed is replayed")
  void nothing_is_lost_charged_twice_or_bought_twice_in_secret(long first) {
    for (long seed = first; seed < first + CHUNK; seed++) {
      seen.add(Simulation.seeded(seed).run());
      seedsRun++;
    }
  }

  @Order(2)
  @Test
  @DisabledIfSystemProperty(named = "seed", matches = ".+", disabledReason = "one seed is replayed")
  void the_seeds_saw_every_kind_of_trouble() {
    assumeTrue(seedsRun == SEEDS, "not all seeds ran to their end");
    assertThat(seen.missing()).as(seen::toString).isEmpty();
    assertThat(seen.rareInClusters(OFTEN)).as(seen::toString).isEmpty();
  }

  @Order(3)
  @Test
  @DisabledIfSystemProperty(named = "seed", matches = ".+", disabledReason = "one seed is replayed")
  void nodes_that_hardly_get_anything_done_break_no_promise() {
    for (long seed = 0; seed < 150; seed++) {
      Cluster cluster = Cluster.of(1 + (int) (seed % Cluster.NODES_MAX));
      Simulation.seeded(seed).with(settings -> settings.with(cluster, Rates.wild())).run();
    }
  }

  @Order(3)
  @Test
  @DisabledIfSystemProperty(named = "seed", matches = ".+", disabledReason = "one seed is replayed")
  void every_open_call_of_a_crashed_job_is_asked_for() {
    var settings = SimulationSettings.ofResumableCalls();
    for (long seed = 0; seed < 300; seed++) {
      Simulation.seeded(seed).with(_ -> settings).run();
    }
  }

  @Order(3)
  @Test
  @DisabledIfSystemProperty(named = "seed", matches = ".+", disabledReason = "one seed is replayed")
  void a_call_that_crashes_its_process_is_not_paid_for_again_and_again() {
    var settings =
        new SimulationSettings(
            Cluster.ALONE,
            1,
            80,
            new Rates(0.2, 0, 0, 0, 0, 0),
            true,
            List.of(SimulatedAccount.healthy(Kind.BATCH)),
            1,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            100,
            Customers.UNBOUND,
            new SimulationSettings.Fanning(3, 3, Duration.ZERO));
    for (long seed = 0; seed < 150; seed++) {
      Simulation.seeded(seed).with(_ -> settings).run();
    }
  }

  @Order(4)
  @Test
  void a_seed_decides_everything() {
    for (long seed = 0; seed < 20; seed++) {
      List<String> once = Simulation.seeded(seed).trace();
      assertThat(Simulation.seeded(seed).trace()).isEqualTo(once);
    }
  }

  /** The trace is in the surefire report, and with the failure if there is one. */
  @Order(5)
  @Test
  @EnabledIfSystemProperty(named = "seed", matches = "-?[0-9]+")
  @SuppressWarnings("SystemOut") // the trace is what a replay is for
  void the_given_seed_replays() {
    Simulation replayed = Simulation.seeded(Long.getLong("seed"));
    replayed.trace().forEach(System.out::println);
    replayed.run();
  }
}
