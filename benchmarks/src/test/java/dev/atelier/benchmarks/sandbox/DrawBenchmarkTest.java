package dev.atelier.benchmarks.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.provider.AttemptOutcome;
import org.junit.jupiter.api.Test;

class DrawBenchmarkTest {
  @Test
  void a_picture_is_drawn() throws InterruptedException {
    var benchmark = new DrawBenchmark();
    benchmark.prompt = "a red fox";

    assertThat(benchmark.draw()).isEqualTo(AttemptOutcome.Succeeded.ALL);
  }
}
