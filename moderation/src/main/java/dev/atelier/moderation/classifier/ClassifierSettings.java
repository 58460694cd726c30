package dev.atelier.moderation.classifier;

import dev.atelier.moderation.Action;
import dev.atelier.moderation.WhenAway;
import java.time.Duration;

/**
 * What the classifier may do.
 *
 * @param most what becomes of a picture at most: {@link Action#REVIEW} refuses none
 * @param timeout how long one picture may wait for the model to be loaded, and then for its scores
 */
public record ClassifierSettings(
    Action most, Thresholds thresholds, Duration timeout, WhenAway whenAway) {
  public ClassifierSettings {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("a time-out is longer than nothing");
    }
  }

  /** Does nothing and loads nothing. */
  public static final ClassifierSettings OFF =
      new ClassifierSettings(
          Action.OFF, Thresholds.DEFAULT, Duration.ofSeconds(10), WhenAway.REVIEW);

  public boolean on() {
    return most != Action.OFF;
  }
}
