package dev.atelier.moderation;

import static dev.atelier.image.ModerationLevel.AUTO;
import static dev.atelier.image.ModerationLevel.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModerationTest {
  private static final Prompt FOX = new Prompt("a red fox with a gun");
  private static final TenantId TENANT = new TenantId("t1");
  private static final ModerationContext AUTO_CONTEXT = new ModerationContext(TENANT, AUTO);
  private static final ModerationContext LOW_CONTEXT = new ModerationContext(TENANT, LOW);
  private static final Blocked VIOLENCE = new Blocked(Stage.INPUT, List.of("violence"));

  @Test
  void off_by_default_nothing_is_checked_and_nothing_is_said_to_be() {
    var verdict = Moderation.of(ModerationSettings.OFF).judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT)).isEmpty();
    assertThat(verdict.checks()).isEmpty();
  }

  @Test
  void a_phrase_of_a_rule_blocks_with_its_category() {
    var verdict = moderation(new Rule("violence", List.of("gun"))).judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT)).contains(VIOLENCE);
    assertThat(verdict.checks()).containsExactly("phrases:violence");
  }

  @Test
  void a_prompt_that_passes_tells_what_was_looked_for() {
    var verdict =
        moderation(
                new Rule("violence", List.of("knife")),
                new Rule("sexual", List.of("nude")),
                new Rule("violence", List.of("sword")))
            .judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT)).isEmpty();
    assertThat(verdict.checks()).containsExactly("phrases:violence", "phrases:sexual");
  }

  @Test
  void every_category_found_is_told_once_in_the_order_of_the_rules() {
    var verdict =
        moderation(
                new Rule("self-harm", List.of("rope")),
                new Rule("violence", List.of("gun", "a gun")),
                new Rule("animals", List.of("fox")),
                new Rule("violence", List.of("with a gun")))
            .judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT))
        .contains(new Blocked(Stage.INPUT, List.of("violence", "animals")));
  }

  @Test
  void a_rule_holds_at_its_levels_only_and_is_not_reported_at_another() {
    var moderation =
        moderation(
            new Rule("violence", List.of("gun"), Set.of(AUTO)),
            new Rule("sexual", List.of("nude")));

    assertThat(moderation.judge(FOX, AUTO_CONTEXT).blocked(Stage.INPUT)).contains(VIOLENCE);
    assertThat(moderation.judge(FOX, LOW_CONTEXT).blocked(Stage.INPUT)).isEmpty();
    assertThat(moderation.judge(FOX, LOW_CONTEXT).checks()).containsExactly("phrases:sexual");
  }

  @Test
  void a_rule_without_phrases_or_levels_is_no_check() {
    var moderation =
        moderation(new Rule("violence", List.of()), new Rule("sexual", List.of("nude"), Set.of()));

    assertThat(moderation.judge(FOX, AUTO_CONTEXT).checks()).isEmpty();
  }

  @Test
  void the_same_phrase_may_stand_for_several_categories() {
    var verdict =
        moderation(new Rule("violence", List.of("gun")), new Rule("weapons", List.of("GUN")))
            .judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT))
        .contains(new Blocked(Stage.INPUT, List.of("violence", "weapons")));
  }

  @Test
  void a_policy_after_the_block_is_not_asked_and_not_reported() {
    var asked = new AtomicInteger();
    var moderation =
        new Moderation(
            List.of(policy("first", true, asked), policy("second", false, asked)), List.of());

    var verdict = moderation.judge(FOX, AUTO_CONTEXT);

    assertThat(verdict.blocked(Stage.INPUT)).contains(VIOLENCE);
    assertThat(verdict.checks()).containsExactly("first");
    assertThat(asked).hasValue(1);
  }

  @Test
  void policies_that_pass_are_all_reported() {
    var asked = new AtomicInteger();
    var moderation =
        new Moderation(
            List.of(policy("first", false, asked), policy("second", false, asked)), List.of());

    assertThat(moderation.judge(FOX, AUTO_CONTEXT).checks()).containsExactly("first", "second");
    assertThat(asked).hasValue(2);
  }

  private static Moderation moderation(Rule... rules) {
    return Moderation.of(new ModerationSettings(List.of(rules)));
  }

  private static PromptPolicy policy(String name, boolean blocks, AtomicInteger asked) {
    return new PromptPolicy() {
      @Override
      public List<String> checks(ModerationContext context) {
        return List.of(name);
      }

      @Override
      public List<Finding> check(Prompt prompt, ModerationContext context) {
        asked.incrementAndGet();
        return blocks ? List.of(new Finding("violence", Action.REFUSE, name)) : List.of();
      }
    };
  }
}
