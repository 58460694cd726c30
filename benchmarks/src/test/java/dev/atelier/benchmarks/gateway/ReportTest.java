package dev.atelier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Report report =
      new Report(
          List.of(
              figure("nginx", 0, 100, 1),
              figure("ours", 0, 50, 4),
              figure("nginx", 1, 10, 10),
              figure("ours", 1, 1, 60),
              figure("nginx", 2, 100, 1),
              figure("ours", 2, 20, 9),
              figure("spring", 2, 30, 5)));

  @Test
  void a_ratio_is_the_median_of_the_ratios_within_each_round() {
    assertThat(report.toString()).contains("| ours | 20 | 0.20 |").contains("| 9 | 6.0 |");
  }

  @Test
  void work_that_was_left_is_told_beside_what_answering_took() {
    assertThat(report.toString()).contains("| 9 | 6.0 | 18 |");
  }

  @Test
  void the_last_table_has_everybodys_ratios() {
    assertThat(report.toString())
        .contains("| load | ours | spring |")
        .contains("| small-c32 | 6.0, 0.20 | 5.0, 0.30 |");
  }

  private static Figure figure(String peer, int round, double perSecond, double cpuMicros) {
    var told =
        Map.of(
            "requests",
            perSecond,
            "failed",
            0.0,
            "seconds",
            1.0,
            "p50",
            1.0,
            "p99",
            2.0,
            "first50",
            1.0);
    double seconds = cpuMicros * perSecond / 1e6;
    return Figure.of(
        Scenario.SMALL, peer, round, told, new Figure.Cpu(seconds, 2 * seconds), 100, 0.5);
  }
}
