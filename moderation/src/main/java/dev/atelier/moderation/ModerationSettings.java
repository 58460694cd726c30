package dev.atelier.moderation;

import java.util.List;

/**
 * The operator's own phrases: none, unless they are configured.
 *
 * @param rules up to 10,000 phrases in all
 */
public record ModerationSettings(List<Rule> rules) {
  public static final ModerationSettings OFF = new ModerationSettings(List.of());
  private static final int PHRASES_MAX = 10_000;

  public ModerationSettings {
    rules = List.copyOf(rules);
    var phrases = rules.stream().mapToInt(rule -> rule.phrases().size()).sum();
    if (phrases > PHRASES_MAX) {
      throw new IllegalArgumentException(
          "up to %d phrases expected, got %d".formatted(PHRASES_MAX, phrases));
    }
  }
}
