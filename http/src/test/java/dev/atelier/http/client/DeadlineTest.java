package dev.atelier.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void a_wait_for_what_is_left_never_ends_before_the_deadline() throws TransportException {
    var deadline = new Deadline(Duration.ofSeconds(5));

    long left = deadline.left().toNanos();
    assertThat(left).isGreaterThan(deadline.nanosLeft()).isLessThanOrEqualTo(5_001_000_000L);
    assertThat(left % 1_000_000).isZero();
    assertThat(deadline.atMost(Duration.ofHours(1)).toNanos()).isGreaterThan(deadline.nanosLeft());
    assertThat(deadline.atMost(Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
  }
}
