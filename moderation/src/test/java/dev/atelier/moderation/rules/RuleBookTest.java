package dev.atelier.moderation.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {
  private static final String SETS = "set a: one, two";

  @Test
  void a_rule_says_sets_distance_level_and_softer_actions() {
    var book =
        RuleBook.of(
            List.of(
                List.of(SETS, "set b: three", "set c: four"),
                List.of("rule r x/y refuse: a + b; within 3; low allow; review with c")));

    assertThat(book.rules()).hasSize(1);
    var rule = book.rules().getFirst();
    assertThat(rule.name()).isEqualTo("r");
    assertThat(rule.category()).isEqualTo("x/y");
    assertThat(rule.sets()).containsExactly("a", "b");
    assertThat(rule.within()).isEqualTo(3);
    assertThat(rule.levels().toString()).contains("AUTO=REFUSE").contains("LOW=OFF");
    assertThat(rule.softer()).hasToString("{c=REVIEW}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rule r x refuse: nowhere",
        "rule r x refuse: a; review with nowhere",
        "rule r x explode: a",
        "rule r x refuse: a; within three",
        "rule r x refuse: a; sometimes",
        "rule r x: a",
        "a set of: things",
        "no colon at all",
        "set b: ",
        "set b: one, ,two",
        "rule r sexual/minors refuse: a; low review",
        "rule r sexual/minors refuse: a; low allow"
      })
  void a_statement_that_is_wrong_is_named(String statement) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RuleBook.of(List.of(List.of(SETS, statement))));
  }

  @ParameterizedTest
  @CsvSource({
    "kill|stop the|a process, 4",
    "kill the| process, 2",
    "one, 1",
    "裸体|裸照, 2",
  })
  void alternatives_stand_for_each_combination(String term, int count) {
    assertThat(Alternatives.of(term)).hasSize(count);
  }

  @Test
  void the_built_in_rules_are_all_understood() {
    assertThat(RuleBook.builtIn().rules()).hasSizeGreaterThan(40);
    assertThat(RuleBook.builtIn().rules()).extracting(ContextRule::name).doesNotHaveDuplicates();
  }
}
