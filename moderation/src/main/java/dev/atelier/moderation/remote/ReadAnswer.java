package dev.atelier.moderation.remote;

import dev.atelier.image.ModerationLevel;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What an answer finds. At {@code low} a category is for a person to look at unless its score
 * reaches the operator's threshold; sexual content with minors is refused at every level.
 */
final class ReadAnswer {
  private static final Pattern CATEGORY = Pattern.compile("[a-z0-9_/-]{1,64}");
  private static final String FLAGGED = "flagged";

  private final Map<String, Double> thresholds;
  private final String rule;

  /**
   * @param rule what findings are said to be found by
   */
  ReadAnswer(Map<String, Double> thresholds, String rule) {
    this.thresholds = Map.copyOf(thresholds);
    this.rule = rule;
  }

  /** Every finding of every result; empty where the answer is none of this API. */
  Optional<List<Finding>> findings(JsonNode answer, ModerationLevel level) {
    JsonNode results = answer.path("results");
    if (!results.isArray() || results.isEmpty()) {
      return Optional.empty();
    }
    var findings = new ArrayList<Finding>();
    for (JsonNode result : results) {
      if (!result.path("flagged").isBoolean()) {
        return Optional.empty();
      }
      findings.addAll(ofResult(result, level));
    }
    return Optional.of(findings);
  }

  private List<Finding> ofResult(JsonNode result, ModerationLevel level) {
    JsonNode said = result.path("categories");
    JsonNode scores = result.path("category_scores");
    var names = new TreeSet<String>(said.propertyNames());
    names.addAll(scores.propertyNames());
    var findings = new ArrayList<Finding>();
    for (String name : names) {
      if (CATEGORY.matcher(name).matches()) {
        action(name, said.path(name).asBoolean(false), scores.path(name), level)
            .ifPresent(action -> findings.add(new Finding(name, action, rule)));
      }
    }
    boolean unnamed =
        result.path("flagged").booleanValue()
            && names.stream().noneMatch(name -> said.path(name).asBoolean(false));
    if (unnamed && findings.isEmpty()) {
      findings.add(new Finding(FLAGGED, usual(FLAGGED, level), rule));
    }
    return findings;
  }

  private Optional<Action> action(
      String category, boolean said, JsonNode score, ModerationLevel level) {
    Optional<Double> threshold = Optional.ofNullable(thresholds.get(category));
    boolean reached =
        threshold.isPresent() && score.isNumber() && score.doubleValue() >= threshold.get();
    if (reached) {
      return Optional.of(Action.REFUSE);
    }
    boolean counts = threshold.isEmpty() || category.equals(CategoryActions.STRICT);
    return said && counts ? Optional.of(usual(category, level)) : Optional.empty();
  }

  private static Action usual(String category, ModerationLevel level) {
    return switch (level) {
      case AUTO -> Action.REFUSE;
      case LOW -> category.equals(CategoryActions.STRICT) ? Action.REFUSE : Action.REVIEW;
    };
  }
}
