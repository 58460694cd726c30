package dev.atelier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.provider.AttemptOutcome.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptOutcomeTest {
  /** A prompt of one word may be a category's name. */
  @Test
  void what_an_upstream_said_is_reworded_and_the_categories_stay() {
    var refused = new Refused("no violence", Optional.of(Stage.INPUT), List.of("violence"));
    assertThat(refused.reworded(said -> said.replace("violence", "…")))
        .isEqualTo(new Refused("no …", Optional.of(Stage.INPUT), List.of("violence")));
  }
}
