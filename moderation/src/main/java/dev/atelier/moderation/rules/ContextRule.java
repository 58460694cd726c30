package dev.atelier.moderation.rules;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import java.util.List;
import java.util.Map;

/**
 * A rule that holds where terms of all its sets stand near each other.
 *
 * @param within how many words lie at most between the first and the last of them
 * @param levels what becomes of it at each level
 * @param softer what becomes of it where a term of another set stands near, by that set
 */
record ContextRule(
    String name,
    String category,
    List<String> sets,
    int within,
    Map<ModerationLevel, Action> levels,
    Map<String, Action> softer) {
  ContextRule {
    sets = List.copyOf(sets);
    levels = Map.copyOf(levels);
    softer = Map.copyOf(softer);
    if (category.equals(CategoryActions.STRICT)
        && levels.values().stream().distinct().count() > 1) {
      throw new IllegalArgumentException(name + ": " + category + " is the same at every level");
    }
  }
}
