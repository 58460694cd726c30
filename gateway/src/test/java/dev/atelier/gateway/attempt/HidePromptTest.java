package dev.atelier.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HidePromptTest {
  private static final String PROMPT = "A red fox\n\tin the snow, by night, with a lantern";

  private final HidePrompt hide = new HidePrompt(PROMPT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'A red fox in the snow, by night, with a lantern' is not allowed | '…' is not allowed
          a red fox in the snow, by night, with a lantern | …
          cut off in 'A red fox in the snow, by nig… | cut off in '……
          refused: 'by night, with a lantern' and 'red fox in the snow' | refused: '…' and '…'
          a red fox in summer | a red fox in summer
          rate limit reached, try again in 20 s | rate limit reached, try again in 20 s
          """)
  void what_is_the_prompt_s_goes_and_all_else_stays(String said, String kept) {
    assertThat(hide.in(said)).isEqualTo(kept);
  }

  @Test
  void a_prompt_of_a_few_letters_takes_no_words_apart() {
    assertThat(new HidePrompt("a").in("a bad request")).isEqualTo("a bad request");
    assertThat(new HidePrompt("").in("a bad request")).isEqualTo("a bad request");
    assertThat(new HidePrompt("a cat").in("'a cat' is odd")).isEqualTo("'…' is odd");
  }

  @Test
  void signs_of_patterns_are_only_signs() {
    assertThat(new HidePrompt("$1 (.*) \\E").in("no $1 (.*) \\E here")).isEqualTo("no … here");
  }

  /** Vendors' messages are short, prompts are not. */
  @Test
  void a_long_prompt_with_itself_all_over_is_gone_through_in_no_time() {
    var hide = new HidePrompt("ab".repeat(16_000));
    assertThat(hide.in("ab".repeat(150))).isEqualTo("…");
  }
}
