package dev.atelier.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MillisTest {
  @Test
  void a_quantile_is_a_measured_value() {
    var times =
        Millis.ofNanos(LongStream.rangeClosed(1, 200).mapToObj(i -> i * 1_000_000).toList());

    assertThat(times.quantile(0.5)).isEqualTo(100);
    assertThat(times.quantile(0.99)).isEqualTo(198);
    assertThat(times).hasToString("p50 100.0 ms, p99 198.0 ms, longest 200.0 ms of 200");
  }

  @Test
  void one_value_is_every_quantile() {
    assertThat(Millis.ofNanos(List.of(7_000_000L)).quantile(0.01)).isEqualTo(7);
  }
}
