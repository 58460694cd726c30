package dev.atelier.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecentCallsTest {
  @Test
  void calls_that_are_told_together_move_an_average_as_each_would_have() {
    double[] times = {400, 1200, 50, 7000};
    double oneByOne = 1000;
    RecentCalls together = RecentCalls.NONE;
    for (double time : times) {
      oneByOne = RecentCalls.of(time).move(oneByOne);
      together = together.then(RecentCalls.of(time));
    }

    assertThat(together.move(1000)).isCloseTo(oneByOne, within(1e-6));
    assertThat(RecentCalls.of(400).move(1000)).isCloseTo(940, within(1e-6));
  }

  @Test
  void without_an_average_their_own_counts() {
    assertThat(RecentCalls.NONE.averageMillis()).isZero();
    assertThat(RecentCalls.of(400).averageMillis()).isCloseTo(400, within(1e-6));
    assertThat(RecentCalls.of(400).then(RecentCalls.of(400)).averageMillis())
        .isCloseTo(400, within(1e-6));
  }
}
