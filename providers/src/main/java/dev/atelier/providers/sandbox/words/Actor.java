package dev.atelier.providers.sandbox.words;

import java.util.Optional;

/**
 * One subject in a scene, once or several times.
 *
 * @param count 1 to 12
 * @param grow factor on its usual size
 * @param link to another actor of the same scene
 */
public record Actor(
    Subject subject,
    int count,
    Optional<Tint> tint,
    double grow,
    boolean asleep,
    Side side,
    Optional<Link> link) {

  /**
   * @param target index of the other actor, always smaller or larger than one's own, never equal
   */
  public record Link(Relation relation, int target) {}

  Actor with(Side other) {
    return new Actor(subject, count, tint, grow, asleep, other, link);
  }

  Actor with(Link other) {
    return new Actor(subject, count, tint, grow, asleep, side, Optional.of(other));
  }

  Actor tinted(Tint other) {
    return new Actor(subject, count, Optional.of(other), grow, asleep, side, link);
  }

  Actor sleeping(Subject drawnAs) {
    return new Actor(drawnAs, count, tint, grow, true, side, link);
  }
}
