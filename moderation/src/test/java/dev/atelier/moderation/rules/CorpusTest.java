package dev.atelier.moderation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.rules.Corpus.Entry;
import dev.atelier.moderation.rules.Corpus.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How well the built-in rules judge; fails where they got worse, or where the docs are stale. */
class CorpusTest {
  private static final String TUNED = "corpus.txt";
  private static final String HELD_OUT = "corpus.heldout.txt";
  private static final double TUNED_MIN = 0.98;
  private static final double TUNED_CATEGORY_MIN = 0.92;
  private static final double HELD_OUT_PRECISION_MIN = 0.97;
  private static final double HELD_OUT_RECALL_MIN = 0.92;
  private static final double HELD_OUT_STRICT_RECALL_MIN = 0.92;

  @Test
  void it_is_large_enough_balanced_and_repeats_nothing() throws IOException {
    List<Entry> all = all();
    long harmless = all.stream().filter(entry -> entry.expected() == Action.OFF).count();
    long heldOut = Corpus.read(HELD_OUT).size();

    assertThat(all).hasSizeGreaterThan(600);
    assertThat((double) harmless / all.size()).isBetween(0.4, 0.6);
    assertThat((double) heldOut / all.size()).isBetween(0.2, 0.4);
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
  }

  @Test
  void the_prompts_that_rules_were_tuned_on_are_judged_as_expected() throws IOException {
    List<Entry> entries = Corpus.read(TUNED);
    Score overall = Corpus.overall(entries);

    assertThat(overall.precision()).as("precision").isGreaterThanOrEqualTo(TUNED_MIN);
    assertThat(overall.recall()).as("recall").isGreaterThanOrEqualTo(TUNED_MIN);
    Corpus.byCategory(entries)
        .forEach((category, score) -> {
          assertThat(score.precision()).as(category).isGreaterThanOrEqualTo(TUNED_CATEGORY_MIN);
          assertThat(score.recall()).as(category).isGreaterThanOrEqualTo(TUNED_CATEGORY_MIN);
        });
  }

  @Test
  void those_that_were_held_out_are_judged_nearly_as_well() throws IOException {
    List<Entry> entries = Corpus.read(HELD_OUT);
    Score overall = Corpus.overall(entries);
    Score strict = Corpus.byCategory(entries).getOrDefault(CategoryActions.STRICT, Score.NONE);

    assertThat(overall.precision()).isGreaterThanOrEqualTo(HELD_OUT_PRECISION_MIN);
    assertThat(overall.recall()).isGreaterThanOrEqualTo(HELD_OUT_RECALL_MIN);
    assertThat(strict.recall()).isGreaterThanOrEqualTo(HELD_OUT_STRICT_RECALL_MIN);
  }

  @Test
  void what_is_strict_is_the_same_at_every_level() throws IOException {
    for (Entry entry : all()) {
      for (ModerationLevel level : ModerationLevel.values()) {
        var there = new Entry(entry.expected(), level, entry.category(), entry.prompt());
        assertThat(there.found().get(CategoryActions.STRICT))
            .as("%s at %s", entry.prompt(), level)
            .isEqualTo(entry.found().get(CategoryActions.STRICT));
      }
    }
  }

  @Test
  void low_is_never_stricter_than_auto() throws IOException {
    for (Entry entry : all()) {
      var auto =
          new Entry(entry.expected(), ModerationLevel.AUTO, entry.category(), entry.prompt());
      var low = new Entry(entry.expected(), ModerationLevel.LOW, entry.category(), entry.prompt());
      assertThat(low.verdict()).as(entry.prompt()).isLessThanOrEqualTo(auto.verdict());
    }
  }

  @Test
  void the_docs_have_these_figures() throws IOException {
    String docs = Files.readString(Path.of("../docs/moderation.md"));

    assertThat(docs).contains(table(Corpus.read(TUNED)));
    assertThat(docs).contains(table(Corpus.read(HELD_OUT)));
  }

  /** As the docs have it. */
  private static String table(List<Entry> entries) {
    var rows = new ArrayList<String>();
    rows.add("| category | to be stopped or looked at | precision | recall |");
    rows.add("|---|---|---|---|");
    for (Map.Entry<String, Score> one : Corpus.byCategory(entries).entrySet()) {
      rows.add(row(one.getKey(), one.getValue()));
    }
    rows.add(row("all %d prompts".formatted(entries.size()), Corpus.overall(entries)));
    return String.join("\n", rows);
  }

  private static String row(String name, Score score) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f %% | %.1f %% |",
        name,
        score.prompts(),
        score.precision() * 100,
        score.recall() * 100);
  }

  private static List<Entry> all() throws IOException {
    return Stream.concat(Corpus.read(TUNED).stream(), Corpus.read(HELD_OUT).stream()).toList();
  }
}
