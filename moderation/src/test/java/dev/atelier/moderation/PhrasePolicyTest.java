package dev.atelier.moderation;

import static dev.atelier.image.ModerationLevel.AUTO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasePolicyTest {
  private static final ModerationContext CONTEXT = new ModerationContext(new TenantId("t1"), AUTO);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blood bath",
        "a BLOOD BATH at noon",
        "Blood\n\t  bath",
        "ｂｌｏｏｄ ｂａｔｈ",
        "blood\u00a0bath",
        "blo\u00adod ba\u200bth",
        "\uFEFFblood\u3000bath!",
        "(blood bath)",
        "画blood bath图",
        "𝐛𝐥𝐨𝐨𝐝 bath",
      })
  void case_width_blanks_and_invisible_characters_make_no_difference(String prompt) {
    assertThat(blocks("blood bath", prompt)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blood baths", "lifeblood bath", "bloodbath", "blood, bath", "blood"})
  void a_phrase_of_words_matches_whole_words_in_a_row(String prompt) {
    assertThat(blocks("blood bath", prompt)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"画一张血腥的图", "血 腥", "血\n腥", "很血腥", "血腥movie", "血腥"})
  void a_chinese_phrase_matches_anywhere_blanks_or_not(String prompt) {
    assertThat(blocks("血腥", prompt)).isTrue();
    assertThat(blocks("血 腥", prompt)).isTrue();
  }

  @Test
  void a_chinese_phrase_does_not_match_its_parts() {
    assertThat(blocks("血腥", "一滴血和腥味")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "STRASSE, straße",
    "straße, Strasse",
    "ΟΔΟΣ, οδος",
    "οδός, ΟΔΌΣ",
    "café, CAFE\u0301",
    "ﬁre, FIRE",
    "c++, learn C++ now",
    "c++, c++11",
  })
  void letters_that_fold_together_match(String phrase, String prompt) {
    assertThat(blocks(phrase, prompt)).isTrue();
  }

  @Test
  void a_mixed_phrase_keeps_the_word_border_on_its_latin_side_only() {
    assertThat(blocks("av女优", "看av女优的")).isTrue();
    assertThat(blocks("av女优", "slav女优")).isFalse();
  }

  @Test
  void nothing_in_a_phrase_is_a_pattern() {
    assertThat(blocks("a.*b", "a then b")).isFalse();
    assertThat(blocks("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")).isFalse();
    assertThat(blocks("a.*b", "see a.*b here")).isTrue();
  }

  @Test
  void phrases_that_overlap_are_all_found() {
    var policy =
        new PhrasePolicy(
            List.of(
                new Rule("one", List.of("new york city")),
                new Rule("two", List.of("york")),
                new Rule("three", List.of("york city hall")),
                new Rule("four", List.of("city")),
                new Rule("five", List.of("york city council"))));

    assertThat(policy.check(new Prompt("in new york city hall"), CONTEXT))
        .extracting(Finding::category)
        .containsExactly("one", "two", "three", "four");
  }

  @Test
  void the_worst_phrases_over_the_longest_prompt_take_bounded_time() {
    var phrases = IntStream.rangeClosed(1, 200).mapToObj("a"::repeat).toList();
    var policy = new PhrasePolicy(List.of(new Rule("all", phrases)));

    assertThat(policy.check(new Prompt("a".repeat(32_000)), CONTEXT)).isEmpty();
    assertThat(policy.check(new Prompt("a".repeat(32_000) + " a"), CONTEXT)).isNotEmpty();
  }

  private static boolean blocks(String phrase, String prompt) {
    return !new PhrasePolicy(List.of(new Rule("any", List.of(phrase))))
        .check(new Prompt(prompt), CONTEXT)
        .isEmpty();
  }
}
