package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.KeptResults;
import dev.atelier.providers.sandbox.art.Drawings;
import dev.atelier.providers.sandbox.layout.Page;
import dev.atelier.providers.sandbox.words.PromptReading;
import dev.atelier.providers.sandbox.words.Setting;
import dev.atelier.providers.sandbox.words.Subjects;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RobustnessTest {
  private static final String[] WORDS = {
    "cat",
    "two",
    "red",
    "on",
    "table",
    "\"",
    "“",
    "”",
    "->",
    "poster",
    "猫",
    "在",
    "上",
    "三只",
    "card",
    "diagram",
    "in",
    "riding",
    "horse",
    "wearing",
    "hat",
    "with",
    "basket",
    "of",
    "apples",
    "night",
    "snow",
    "[atelier:",
    "]",
    "=",
    "watercolor",
    "no",
    "remove",
    "behind",
    "left of",
    ",",
    ".",
    "\n",
    "\u0000",
    "\ud800",
    "👩‍🚀",
    "עברית",
    "العربية",
    "日本語",
    "'",
    "line art",
    "pixel art",
    "99999999999",
    "海报",
    "标题",
    "sleeping",
    "flying",
    "giant",
    "of",
    "vase",
    "castle",
    "moon",
    "\u202e",
    "label"
  };

  private static String prompt(SplittableRandom random, int length) {
    var prompt = new StringBuilder();
    while (prompt.length() < length) {
      if (random.nextInt(8) == 0) {
        prompt.append((char) random.nextInt(1, 0x10000));
      } else {
        prompt.append(WORDS[random.nextInt(WORDS.length)]);
      }
      prompt.append(random.nextBoolean() ? " " : "");
    }
    return prompt.substring(0, length);
  }

  @Test
  void any_prompt_is_drawn() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new SplittableRandom(seed);
      var text = prompt(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 160));
      var results = new KeptResults();

      var call =
          Calls.call(Calls.order("[atelier:proof]" + text.replace("[atelier:", "[a:"), 64, 48));

      assertThat(Calls.attempt(call, results)).as("seed %d", seed).isEqualTo(Succeeded.ALL);
      assertThat(results.told(0).notUnderstood()).hasSizeLessThan(60);
    }
  }

  @Test
  void the_longest_prompts_are_read_with_bounded_work() {
    for (int seed = 0; seed < 20; seed++) {
      var text = prompt(new SplittableRandom(seed), 32_000);
      var brief = PromptReading.of(Script.read(text).text());
      var page = Page.of(brief);

      assertThat(brief.scene().actors()).hasSizeLessThanOrEqualTo(10);
      assertThat(brief.notUnderstood()).hasSizeLessThanOrEqualTo(20);
      assertThat(page.texts()).hasSizeLessThanOrEqualTo(30);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[atelier:", "\"", "->", "poster for ", "猫在", "a", "，", "“", ". "})
  void monotonous_prompts_are_drawn_too(String part) {
    var text = part.repeat(32_000 / part.length());
    var results = new KeptResults();

    assertThat(Calls.attempt(Calls.call(Calls.order(text, 96, 64)), results))
        .isEqualTo(Succeeded.ALL);
  }

  @ParameterizedTest
  @CsvSource({"1024,640", "640,1024", "1536,512", "512,1536", "16,16", "1,1", "3840,2160"})
  void every_size_renders(int width, int height) {
    for (var prompt : new String[] {"a cat on a sofa", "poster \"HELLO WORLD\" with a moon"}) {
      assertThat(Pixels.of(Calls.bytes(Calls.order(prompt, width, height))).size())
          .isEqualTo(new ImageSize(width, height));
      if (width * height > 2_000_000) {
        return;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void every_setting_renders(Setting setting) {
    var name = setting.name().toLowerCase(Locale.ROOT);

    var image = Pixels.of(Calls.bytes(Calls.order("a dog, " + name + ", night, rain", 96, 64)));

    assertThat(image.count(pixel -> pixel >>> 24 == 255)).isEqualTo(96 * 64);
  }

  @Test
  void every_subject_has_a_drawing_with_ink() {
    var drawings = new Drawings();
    for (var subject : Subjects.all()) {
      assertThat(drawings.names()).contains(subject.drawing());
      assertThat(drawings.aspect(subject.drawing())).as(subject.id()).isBetween(0.15, 6.0);
    }
    assertThat(Subjects.all()).hasSizeGreaterThan(250);
  }
}
