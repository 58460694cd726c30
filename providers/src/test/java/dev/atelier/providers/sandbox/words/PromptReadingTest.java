package dev.atelier.providers.sandbox.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptReadingTest {

  /** Such as {@code "3 apple"}, with the relation to the other actor behind it. */
  private static List<String> actors(String prompt) {
    var actors = PromptReading.of(prompt).scene().actors();
    return actors.stream()
        .map(actor ->
            actor.count()
                + " "
                + actor.subject().id()
                + actor
                    .link()
                    .map(link ->
                        " " + link.relation() + " " + actors.get(link.target()).subject().id())
                    .orElse(""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "three red apples on a wooden table, morning light | 3 apple | TABLE",
        "a cat sitting on a sofa | 1 cat ON sofa; 1 sofa | ROOM",
        "一只熊猫在竹林里 | 1 panda | BAMBOO",
        "a fox in a snowy forest at night | 1 fox | FOREST",
        "a red fox asleep in snow, soft morning light | 1 sleeping fox | SNOW",
        "two dogs next to a red car | 2 dog BESIDE car; 1 car | ROAD",
        "an orange cat and an orange | 1 cat; 1 orange | ROOM",
        "a cat wearing a crown on a sofa | 1 cat ON sofa; 1 crown WORN cat; 1 sofa | ROOM",
        "a vase with flowers on a table | 1 vase; 1 bouquet IN vase | TABLE",
        "an astronaut riding a horse on mars | 1 astronaut RIDING horse; 1 horse | SPACE",
        "a princess in a castle | 1 princess | CASTLE",
        "a beach with no people, one crab | 1 crab | BEACH",
        "12 balloons | 12 balloon | SKY",
        "a lion, a tiger and a bear | 1 lion; 1 tiger; 1 bear | DESERT"
      })
  void english_and_chinese_scenes_are_understood(String prompt, String actors, String setting) {
    assertThat(String.join("; ", actors(prompt))).isEqualTo(actors);
    assertThat(PromptReading.of(prompt).scene().setting()).isEqualTo(Setting.valueOf(setting));
    assertThat(PromptReading.of(prompt).notUnderstood()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two cats on a sofa | 两只猫坐在沙发上",
        "three red apples on a table, morning | 桌子上有三个红苹果，早晨",
        "five fish underwater | 水下有五条鱼",
        "a boy riding a horse | 一个男孩骑着马",
        "a rabbit next to a tree | 一只兔子在树旁边",
        "a yellow car in the city at night | 夜晚城市里的黄色汽车",
        "two camels in the desert at sunset | 沙漠里有两匹骆驼，日落",
        "a black cat on a chair | 椅子上有一只黑猫"
      })
  void both_languages_mean_the_same(String english, String chinese) {
    assertThat(actors(chinese)).containsExactlyInAnyOrderElementsOf(actors(english));
    assertThat(PromptReading.of(chinese).scene().setting())
        .isEqualTo(PromptReading.of(english).scene().setting());
    assertThat(PromptReading.of(chinese).scene().mood())
        .isEqualTo(PromptReading.of(english).scene().mood());
    assertThat(PromptReading.of(chinese).notUnderstood()).isEmpty();
  }

  @Test
  void colours_belong_to_the_noun_that_follows() {
    var actors = PromptReading.of("a blue car and a white rabbit").scene().actors();

    assertThat(actors.get(0).tint().orElseThrow().blue()).isGreaterThan(180);
    assertThat(actors.get(1).tint().orElseThrow().neutral()).isTrue();
  }

  @Test
  void what_no_rule_knows_is_listed_as_phrases() {
    assertThat(
            PromptReading.of("a cat with a quizzical flumadiddle, photorealistic").notUnderstood())
        .containsExactly("quizzical flumadiddle", "photorealistic");
    assertThat(PromptReading.of("一只猫在鄱阳").notUnderstood()).containsExactly("鄱阳");
    assertThat(PromptReading.of("30 balloons").notUnderstood())
        .containsExactly("more than 12 of one thing");
  }

  @Test
  void quoted_text_is_set_exactly_and_never_unknown() {
    var brief =
        PromptReading.of("poster that says \"SUMMER  JAZZ zxq\" ‘by’ “今晚” with a saxophone");

    assertThat(brief.quotes()).containsExactly("SUMMER JAZZ zxq", "by", "今晚");
    assertThat(brief.layout()).contains(LayoutKind.POSTER);
    assertThat(brief.notUnderstood()).isEmpty();
  }

  @Test
  void an_apostrophe_is_no_quotation_mark() {
    assertThat(PromptReading.of("the dog's bone isn't here").quotes()).isEmpty();
  }

  @Test
  void a_card_takes_its_lines_from_the_prompt() {
    assertThat(PromptReading.of("a business card for Lin Wei, architect").quotes())
        .containsExactly("Lin Wei", "Architect");
  }
}
