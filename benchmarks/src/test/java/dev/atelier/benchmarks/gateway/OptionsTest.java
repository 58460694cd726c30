package dev.atelier.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void scenarios_are_named_as_they_are_reported() {
    var options = Options.of(new String[] {"--scenarios", "stream-c8,small-c32", "--rounds", "2"});

    assertThat(options.scenarios()).containsExactly(Scenario.STREAM, Scenario.SMALL);
    assertThat(options.rounds()).isEqualTo(2);
  }

  @Test
  void scenarios_of_a_kind_are_named_by_how_they_begin() {
    var options = Options.of(new String[] {"--scenarios", "submit,submit-seaart"});

    assertThat(options.scenarios())
        .extracting(Scenario::word)
        .containsExactly(
            "submit-atelier", "submit-openai", "submit-seaart", "submit-apimart", "submit-runware");
  }

  @Test
  void all_scenarios_are_run_beside_all_peers_unless_said_otherwise() {
    var options = Options.of(new String[0]);

    assertThat(options.scenarios()).isEqualTo(Scenario.ALL).doesNotHaveDuplicates();
    assertThat(options.peers())
        .containsExactlyInAnyOrder(
            PeerKind.NGINX, PeerKind.OURS, PeerKind.SPRING, PeerKind.PORTKEY);
    assertThat(options.sameImage()).isFalse();
  }

  @Test
  void a_word_without_a_value_may_stand_anywhere() {
    var options = Options.of(new String[] {"--rounds", "2", "--same-image", "--peers", "ours"});

    assertThat(options.sameImage()).isTrue();
    assertThat(options.peers()).containsExactly(PeerKind.OURS);
  }

  @Test
  void what_is_unknown_is_named() {
    assertThatThrownBy(() -> Options.of(new String[] {"--round", "2"}))
        .hasMessage("unknown: [round]");
    assertThatThrownBy(() -> Options.of(new String[] {"--rounds"}))
        .hasMessage("without a value: --rounds");
    assertThatThrownBy(() -> Options.of(new String[] {"--scenarios", "tiny"}))
        .hasMessageStartingWith("unknown scenario tiny; there are small-c32, ");
    assertThatThrownBy(() -> Options.of(new String[] {"--peers", "nginx"}))
        .hasMessageContaining("must have ours");
  }
}
