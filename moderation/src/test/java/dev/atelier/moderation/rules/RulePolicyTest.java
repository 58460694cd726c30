package dev.atelier.moderation.rules;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.testkit.Property;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulePolicyTest {
  private static final int LONGEST = 32_000;
  private static final RulePolicy POLICY = RulePolicy.builtIn();
  private static final ModerationContext AUTO =
      new ModerationContext(new TenantId("t1"), ModerationLevel.AUTO);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "naked child",
        "NAKED CHILD",
        "ｎａｋｅｄ ｃｈｉｌｄ",
        "n\u0430k\u0435d \u0441h\u0456ld",
        "na\u200bk\u00aded ch\u2060ild",
        "n\u0336a\u0336k\u0336e\u0336d\u0336 child",
        "𝓷𝓪𝓴𝓮𝓭 𝕔𝕙𝕚𝕝𝕕",
        "ⓝⓐⓚⓔⓓ 🅒🅗🅘🅛🅓",
        "n4k3d ch1ld",
        "n@k€d ch!ld",
        "n a k e d c h i l d",
        "n.a.k.e.d c-h-i-l-d",
        "n_a_k_e_d child",
        "n · a · k · e · d child",
        "n/a/k/e/d child",
        "n 4 k 3 d child",
        "na-ked chi.ld",
        "nakeddd chiiild",
        "naaaked chilld child",
        "nakedchild",
        "#naked_child",
        "naked\nchild",
        "(naked) [child]",
        "children, all of them naked",
        "a child. It is evening, the light is soft, and the child is naked",
      })
  void a_disguise_is_undone(String prompt) {
    assertThat(actions(prompt)).as(prompt).contains("sexual/minors REFUSE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "naked 13 year old",
        "naked 13-year-old",
        "naked 13yo",
        "naked 13 y.o.",
        "naked 13 y/o",
        "naked 13yr old",
        "naked 13 yrs old",
        "naked, aged 13",
        "naked, age: 13",
        "naked girl (13)",
        "naked, she is 13",
        "naked thirteen year old",
        "naked 13 years of age",
        "13岁 裸体",
        "十三岁 裸体",
        "十三歲 裸體",
        "１３歲裸體",
        "三岁裸体",
      })
  void an_age_in_numbers_is_a_minor_s(String prompt) {
    assertThat(actions(prompt)).as(prompt).contains("sexual/minors REFUSE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a nude 18 year old woman",
        "a nude woman aged 35",
        "nude woman, 18岁",
        "nude woman with a 12 year old whisky",
        "nude woman under a 16-year-old oak"
      })
  void an_adult_s_age_or_a_thing_s_is_none_of_that(String prompt) {
    assertThat(actions(prompt)).as(prompt).containsExactly("sexual REFUSE");
  }

  @ParameterizedTest
  @CsvSource({
    "naked mole rat beside a child, ''",
    "naked mole rat beside a naked child, sexual/minors REFUSE",
    "kill the child process, ''",
    "kill the child process and kill the child, violence REFUSE",
    "a naked child statue in a museum, sexual/minors REVIEW",
    "a naked 12 year old like a statue in a museum, sexual/minors REFUSE"
  })
  void an_exception_excuses_its_own_words_only(String prompt, String expected) {
    assertThat(actions(prompt).stream().findFirst().orElse("")).isEqualTo(expected);
  }

  @Test
  void what_is_far_apart_has_nothing_to_do_with_each_other() {
    String between = "quiet ".repeat(60);

    assertThat(actions("a child reads " + between + "a seductive evening")).isEmpty();
  }

  @Test
  void only_rules_that_hold_at_a_level_are_claimed_there() {
    assertThat(POLICY.checks(AUTO)).contains("rules:sexual/minors", "rules:violence", "rules:hate");
    assertThat(POLICY.checks(AUTO)).doesNotHaveDuplicates();
  }

  @Test
  void a_finding_names_its_rule_and_nothing_of_the_prompt() {
    assertThat(check("a naked child called Zanzibar"))
        .extracting(Finding::rule)
        .contains("rules:minor-nude")
        .allSatisfy(rule -> assertThat(rule).doesNotContain("Zanzibar"));
  }

  @Test
  void any_text_is_judged_whatever_it_holds() {
    Property.forAll(
        2_000, random -> noise(random, 400), text -> assertThat(check(text)).isNotNull());
  }

  @Test
  void what_is_refused_stays_refused_in_any_harmless_surroundings() {
    Property.forAll(
        500,
        random -> words(random, 40) + " naked child " + words(random, 40),
        text -> assertThat(actions(text)).contains("sexual/minors REFUSE"));
  }

  static Stream<String> worstTexts() {
    return Stream.of(
            "a",
            "a ",
            "1",
            "naked ",
            "child ",
            "naked child ",
            "n a k e d ",
            "a.b",
            "kill ",
            "sex.",
            "s*x",
            "裸",
            "裸体女孩",
            "nakedchild",
            "13 year old ",
            "岁",
            "十",
            "kill the ",
            "\u200b",
            "e\u0301\u0301\u0301",
            "nud3",
            "!$@",
            "x\u0301",
            "child process ",
            "𝓷")
        .map(unit -> unit.repeat(LONGEST / unit.length()));
  }

  @ParameterizedTest
  @MethodSource("worstTexts")
  void the_longest_prompts_take_time_in_proportion(String text) {
    assertTimeoutPreemptively(
        ofSeconds(10),
        () -> {
          for (int i = 0; i < 10; i++) {
            check(text);
          }
        });
  }

  private static List<Finding> check(String prompt) {
    return POLICY.check(new Prompt(prompt), AUTO);
  }

  private static List<String> actions(String prompt) {
    return check(prompt).stream()
        .map(finding -> finding.category() + " " + finding.action())
        .filter(text -> !text.endsWith(Action.OFF.name()))
        .distinct()
        .toList();
  }

  /** Letters, signs, marks, surrogates and pieces of terms in any order. */
  private static String noise(RandomGenerator random, int max) {
    var text = new StringBuilder("x");
    int length = random.nextInt(1, max);
    while (text.length() < length) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x20, 0x7F));
        case 1 -> text.append((char) random.nextInt(0xFFFF));
        case 2 -> text.appendCodePoint(random.nextInt(0x10FFFF));
        case 3 ->
            text.append(
                List.of("naked", "child", "13", "岁", "kill", "裸", "*", "sex")
                    .get(random.nextInt(8)));
        case 4 -> text.append(' ');
        default -> text.append((char) random.nextInt('a', 'z'));
      }
    }
    return text.toString();
  }

  private static String words(RandomGenerator random, int count) {
    var harmless =
        List.of(
            "a", "red", "fox", "in", "the", "snow", "at", "noon", "quiet", "lake", "with", "fog");
    return random
        .ints(random.nextInt(1, count), 0, harmless.size())
        .mapToObj(harmless::get)
        .collect(Collectors.joining(" "));
  }
}
