package dev.atelier.benchmarks.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimBenchmarkTest {
  private final ClaimBenchmark benchmark = new ClaimBenchmark();

  @BeforeEach
  void fill() throws IOException {
    benchmark.queued = 2;
    benchmark.fill();
  }

  @AfterEach
  void close() throws IOException {
    benchmark.close();
  }

  @Test
  void what_was_claimed_is_queued_again_before_the_next_iteration() {
    assertThat(benchmark.claim()).isPresent();
    assertThat(benchmark.claim()).isPresent();
    assertThat(benchmark.claim()).isEmpty();

    benchmark.fillUp();

    assertThat(benchmark.claim()).isPresent();
  }
}
