package dev.atelier.benchmarks.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureQueueTest {
  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void all_jobs_are_submitted_drained_and_picked_up(String store)
      throws IOException, InterruptedException {
    try (BenchmarkStore opened = BenchmarkStore.open(store)) {
      String told =
          MeasureQueue.rates(opened, 100, 8, 10) + " " + MeasureQueue.pickUps(opened, opened, 2);

      QueueFigures figures = QueueFigures.parse("a line before\n" + told);
      assertThat(figures.submit()).isPositive();
      assertThat(figures.drain()).isPositive();
      assertThat(figures.pickUp99()).isGreaterThanOrEqualTo(figures.pickUp50());
      List<Long> states =
          opened
              .database()
              .read(tx ->
                  tx.list(
                      "SELECT COUNT(*) AS n FROM job WHERE state <> 'SUCCEEDED'",
                      row -> row.number("n")));
      assertThat(states).containsExactly(0L);
    }
  }

  @Test
  void a_measurement_without_figures_is_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueFigures.parse("submit=1 drain=2"))
        .withMessageContaining("pickup50");
  }

  @Test
  void the_table_has_medians_and_ratios_of_what_was_measured() {
    var measured = new LinkedHashMap<String, List<QueueFigures>>();
    measured.put("ours", List.of(new QueueFigures(10, 100, 1, 2), new QueueFigures(30, 300, 3, 4)));
    measured.put("missing", List.of());
    measured.put("other", List.of(new QueueFigures(10, 50, 5, 6)));

    assertThat(QueueFigures.table(Map.copyOf(measured))).doesNotContain("missing");
    assertThat(QueueFigures.table(measured).lines().skip(2))
        .containsExactly(
            "| ours | 20 | 1.00 | 200 | 1.00 | 2.0 ms | 3.0 ms |",
            "| other | 10 | 0.50 | 50 | 0.25 | 5.0 ms | 6.0 ms |");
  }
}
