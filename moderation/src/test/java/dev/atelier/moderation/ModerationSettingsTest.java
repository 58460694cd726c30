package dev.atelier.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModerationSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "Violence", "self harm", "暴力", "line\nbreak"})
  void a_category_is_a_short_plain_word(String category) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rule(category, List.of("gun")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\u200b"})
  void a_phrase_that_would_match_anything_is_refused(String phrase) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rule("any", List.of("gun", phrase)));
  }

  @Test
  void phrases_are_bounded_in_length_and_number() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rule("any", List.of("x".repeat(201))));
    var rule = new Rule("any", Collections.nCopies(5_001, "gun"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModerationSettings(List.of(rule, rule)))
        .withMessageContaining("10002");
  }

  @Test
  void a_rule_holds_at_every_level_unless_told_otherwise() {
    assertThat(new Rule("sexual/minors", List.of("x")).levels()).hasSize(2);
    assertThat(new Rule("any", List.of("x"), Set.of()).levels()).isEmpty();
  }
}
