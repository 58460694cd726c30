package dev.atelier.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Puts one defect after another into the statements, and expects the rules to notice. */
class DefectsAreFoundTest {
  private static final int SEEDS_MAX = 300;

  static Stream<Arguments> defects() {
    return Stream.of(
        defect("G1", "an accepted job that is not stored", dropping("INSERT INTO job (")),
        defect("G1", "nobody takes over", changing("AND node <> ?", "AND node = ? || '?'")),
        defect("G1", "a lease that keeps nobody out", changing("token = ?", "? IS NOT NULL")),
        defect(
            "G2",
            "an image is charged double",
            Sabotage.rewriting((sql, args) -> {
              if (sql.startsWith("INSERT INTO ledger_entries") && "charge".equals(args[1])) {
                args[6] = 2 * (Long) args[6];
              }
              return sql;
            })),
        defect(
            "G2",
            "a hold is not released",
            Sabotage.rewriting((sql, args) ->
                sql.startsWith("INSERT INTO ledger_entries") && "release".equals(args[1])
                    ? null
                    : sql)),
        defect("G2", "an idempotency key is forgotten", dropping("INSERT INTO idempotency_record")),
        defect("G2", "nobody is told", dropping("INSERT INTO webhook_delivery")),
        defect("G3", "a call leaves without an intent", dropping("INSERT INTO job_attempt")),
        defect("G3", "upstream costs are not recorded", dropping("INSERT INTO upstream_costs")),
        defect(
            "G3",
            "an unknown outcome is called not sent",
            Sabotage.rewriting((sql, args) -> {
              if (sql.startsWith("UPDATE job_attempt SET outcome") && "unknown".equals(args[0])) {
                args[0] = "not_sent";
              }
              return sql;
            })));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("defects")
  void a_defect_breaks_its_promise(String guarantee, String name, Sabotage defect) {
    Optional<String> found = Optional.empty();
    for (long seed = 0; seed < SEEDS_MAX && found.isEmpty(); seed++) {
      found = broken(seed, defect);
    }
    assertThat(found).as(name).isPresent();
    assertThat(found.orElseThrow())
        .startsWith(guarantee)
        .contains("-Dseed=")
        .contains("is asked for");
  }

  private static Optional<String> broken(long seed, Sabotage defect) {
    try {
      Simulation.seeded(seed).broken(defect).run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static Arguments defect(String guarantee, String name, Sabotage sabotage) {
    return Arguments.of(guarantee, name, sabotage);
  }

  private static Sabotage dropping(String beginning) {
    return Sabotage.rewriting((sql, _) -> sql.startsWith(beginning) ? null : sql);
  }

  private static Sabotage changing(String from, String to) {
    return Sabotage.rewriting((sql, _) -> sql.replace(from, to));
  }
}
