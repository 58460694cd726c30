package dev.atelier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void a_ratio_is_the_median_of_the_ratios_within_each_round() {
    var report =
        new Report(
            List.of(
                figure("nginx", 0, 100, 1),
                figure("atelier", 0, 50, 4),
                figure("nginx", 1, 10, 10),
                figure("atelier", 1, 1, 60),
                figure("nginx", 2, 100, 1),
                figure("atelier", 2, 20, 9)));

    assertThat(report.toString()).contains("| atelier | 20 | 0.20 |").contains("| 9 | 6.0 |");
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
    return Figure.of(Scenario.SMALL_C32, peer, round, told, cpuMicros * perSecond / 1e6, 100, 0.5);
  }
}
