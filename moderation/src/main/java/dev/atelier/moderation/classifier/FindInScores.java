package dev.atelier.moderation.classifier;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import java.util.List;

/** What scores mean. A pure function. */
final class FindInScores {
  static final String CATEGORY = "sexual";

  private final Thresholds thresholds;
  private final Action most;
  private final String rule;

  /**
   * @param most {@link Action#REVIEW} makes nothing more than that of any scores
   * @param rule what findings are said to be found by
   */
  FindInScores(Thresholds thresholds, Action most, String rule) {
    this.thresholds = thresholds;
    this.most = most;
    this.rule = rule;
  }

  List<Finding> of(Scores scores, ModerationLevel level) {
    Action action = action(scores, level);
    Action allowed = action.compareTo(most) > 0 ? most : action;
    return allowed == Action.OFF ? List.of() : List.of(new Finding(CATEGORY, allowed, rule));
  }

  private Action action(Scores scores, ModerationLevel level) {
    boolean low = level == ModerationLevel.LOW;
    if (scores.explicit() >= (low ? thresholds.refuseAtLow() : thresholds.refuse())) {
      return Action.REFUSE;
    }
    boolean suggestive = !low && scores.sexy() >= thresholds.sexy();
    return suggestive || scores.explicit() >= thresholds.review() ? Action.REVIEW : Action.OFF;
  }
}
