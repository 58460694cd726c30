package dev.atelier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void scenarios_are_named_as_they_are_reported() {
    var options = Options.of(new String[] {"--scenarios", "stream-c8,small-c32", "--rounds", "2"});

    assertThat(options.scenarios()).containsExactly(Scenario.STREAM_C8, Scenario.SMALL_C32);
    assertThat(options.rounds()).isEqualTo(2);
  }

  @Test
  void an_unknown_option_is_named() {
    assertThatThrownBy(() -> Options.of(new String[] {"--round", "2"}))
        .hasMessage("unknown: [round]");
  }
}
