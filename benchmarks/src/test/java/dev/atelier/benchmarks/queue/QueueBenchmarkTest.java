package dev.atelier.benchmarks.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.queue.Lease;
import java.io.IOException;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueBenchmarkTest {
  private final QueueBenchmark benchmark = new QueueBenchmark();

  @BeforeEach
  void fill() throws IOException {
    benchmark.queued = 3;
    benchmark.fill();
  }

  @AfterEach
  void close() throws IOException {
    benchmark.close();
  }

  @Test
  void each_job_has_an_id_of_its_own() {
    assertThat(benchmark.submit().id()).isNotEqualTo(benchmark.start().id());
  }

  @Test
  void a_claim_finds_a_job() {
    assertThat(benchmark.claim())
        .asInstanceOf(InstanceOfAssertFactories.optional(Lease.class))
        .map(Lease::node)
        .isEqualTo(Optional.of(QueueBacklog.NODE));
  }
}
