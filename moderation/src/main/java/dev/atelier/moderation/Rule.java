package dev.atelier.moderation;

import dev.atelier.image.ModerationLevel;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words and phrases that block a prompt.
 *
 * @param category what the caller is told, such as {@code self-harm}: lower-case ASCII letters,
 *     digits, {@code -}, {@code _} and {@code /}, up to 64
 * @param phrases taken literally, up to 200 characters each. Case, width and blanks make no
 *     difference; a phrase matches whole words only where its script separates words
 * @param levels the levels at which the rule holds
 */
public record Rule(String category, List<String> phrases, Set<ModerationLevel> levels) {
  private static final Pattern CATEGORY = Pattern.compile("[a-z0-9_/-]{1,64}");
  private static final int PHRASE_MAX = 200;

  public Rule {
    phrases = List.copyOf(phrases);
    levels = Set.copyOf(levels);
    if (!CATEGORY.matcher(category).matches()) {
      throw new IllegalArgumentException(
          "a category of up to 64 characters a-z, 0-9, -, _ and / expected");
    }
    for (var phrase : phrases) {
      if (phrase.length() > PHRASE_MAX || NormalText.of(phrase).isEmpty()) {
        throw new IllegalArgumentException(
            "category %s: a phrase of 1 to %d characters expected".formatted(category, PHRASE_MAX));
      }
    }
  }

  /** Holds at every level. */
  public Rule(String category, List<String> phrases) {
    this(category, phrases, Set.of(ModerationLevel.values()));
  }
}
