package dev.atelier.moderation;

import dev.atelier.image.Blocked;
import dev.atelier.image.Blocked.Stage;
import java.util.List;
import java.util.Optional;

/**
 * What moderation says of one prompt or picture.
 *
 * @param rules the names of what was found by, for the operator
 * @param checks the names of those that ran; nothing may be claimed of any other
 * @param reviewRefuses whether what should be reviewed is refused meanwhile
 */
public record Judgement(
    Verdict verdict, List<String> rules, List<String> checks, boolean reviewRefuses) {
  public Judgement {
    rules = List.copyOf(rules);
    checks = List.copyOf(checks);
  }

  /** The refusal, empty where it passes. */
  public Optional<Blocked> blocked(Stage stage) {
    return switch (verdict) {
      case Verdict.Allow _ -> Optional.empty();
      case Verdict.Refuse(var categories) -> Optional.of(new Blocked(stage, categories));
      case Verdict.Review(var categories) ->
          reviewRefuses ? Optional.of(new Blocked(stage, categories)) : Optional.empty();
    };
  }

  /** The categories for which it passes but should be looked at. */
  public List<String> flagged() {
    return verdict instanceof Verdict.Review(var categories) && !reviewRefuses
        ? categories
        : List.of();
  }
}
