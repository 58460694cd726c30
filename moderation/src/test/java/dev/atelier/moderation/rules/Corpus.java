package dev.atelier.moderation.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ModerationContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prompts with expected verdicts, held against what the built-in rules say of them. */
final class Corpus {
  private static final Pattern LINE =
      Pattern.compile("(allow|review|refuse)(?: ([a-z/-]+))?(?:@(low|auto))?: (.+)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final RulePolicy POLICY = RulePolicy.builtIn();

  private Corpus() {}

  static List<Entry> read(String name) throws IOException {
    try (var in = RulePolicy.class.getResourceAsStream("/dev/atelier/moderation/" + name)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Corpus::entry)
          .toList();
    }
  }

  private static Entry entry(String line) {
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(line);
    }
    return new Entry(
        action(parts.group(1)),
        ModerationLevel.valueOf(
            Optional.ofNullable(parts.group(3)).orElse("auto").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(parts.group(2)),
        ESCAPE
            .matcher(parts.group(4))
            .replaceAll(hit -> Character.toString(Integer.parseInt(hit.group(1), 16))));
  }

  private static Action action(String word) {
    return word.equals("allow") ? Action.OFF : Action.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** One prompt, and what is expected of it. */
  record Entry(Action expected, ModerationLevel level, Optional<String> category, String prompt) {
    Entry {
      if ((expected == Action.OFF) == category.isPresent()) {
        throw new IllegalArgumentException(prompt);
      }
    }

    List<Finding> findings() {
      return POLICY.check(new Prompt(prompt), new ModerationContext(new TenantId("t1"), level));
    }

    /** The severest action by category. */
    Map<String, Action> found() {
      return findings().stream()
          .collect(
              Collectors.toMap(
                  Finding::category,
                  Finding::action,
                  (one, other) -> one.compareTo(other) > 0 ? one : other,
                  TreeMap::new));
    }

    Action verdict() {
      return found().values().stream().max(Action::compareTo).orElse(Action.OFF);
    }

    Action expected(String of) {
      return category.filter(of::equals).isPresent() ? expected : Action.OFF;
    }
  }

  /**
   * Hits, misses and false alarms.
   *
   * @param hits what should be stopped or looked at, and is at least so severely
   * @param misses what should be and is not, or only looked at where it should be refused
   * @param alarms what is treated more severely than expected
   */
  record Score(int prompts, int hits, int misses, int alarms) {
    static final Score NONE = new Score(0, 0, 0, 0);

    Score with(Action expected, Action found) {
      boolean stopped = expected != Action.OFF;
      boolean hit = stopped && found.compareTo(expected) >= 0;
      return new Score(
          prompts + (stopped ? 1 : 0),
          hits + (hit ? 1 : 0),
          misses + (stopped && !hit ? 1 : 0),
          alarms + (found.compareTo(expected) > 0 ? 1 : 0));
    }

    double precision() {
      return hits + alarms == 0 ? 1 : (double) hits / (hits + alarms);
    }

    double recall() {
      return hits + misses == 0 ? 1 : (double) hits / (hits + misses);
    }
  }

  static Score overall(List<Entry> entries) {
    var score = Score.NONE;
    for (Entry entry : entries) {
      score = score.with(entry.expected(), entry.verdict());
    }
    return score;
  }

  /**
   * By category. An alarm counts against the category that raised it, unless the prompt was to be
   * treated as severely for another.
   */
  static Map<String, Score> byCategory(List<Entry> entries) {
    var categories = new TreeSet<String>();
    entries.forEach(entry -> entry.category().ifPresent(categories::add));
    var scores = new TreeMap<String, Score>();
    for (String category : categories) {
      var score = Score.NONE;
      for (Entry entry : entries) {
        Action found = entry.found().getOrDefault(category, Action.OFF);
        boolean elsewhere =
            entry.category().filter(other -> !other.equals(category)).isPresent()
                && found.compareTo(entry.expected()) <= 0;
        score = score.with(entry.expected(category), elsewhere ? Action.OFF : found);
      }
      scores.put(category, score);
    }
    return scores;
  }
}
