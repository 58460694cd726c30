package dev.atelier.providers.sandbox.words;

import java.util.Optional;

/** Where one subject is, seen from another. */
public enum Relation {
  ON,
  RIDING,
  IN,
  LEFT,
  RIGHT,
  BESIDE,
  FRONT,
  BEHIND,
  UNDER,
  ABOVE,
  /** The other one wears it. */
  WORN,
  /** The other one holds or plays it. */
  HELD;

  /** The same fact told from the other side, where there is a word for it. */
  Optional<Relation> mirrored() {
    return switch (this) {
      case LEFT -> Optional.of(RIGHT);
      case RIGHT -> Optional.of(LEFT);
      case FRONT -> Optional.of(BEHIND);
      case BEHIND -> Optional.of(FRONT);
      case UNDER -> Optional.of(ABOVE);
      case ABOVE -> Optional.of(UNDER);
      case BESIDE -> Optional.of(BESIDE);
      case ON, RIDING, IN, WORN, HELD -> Optional.empty();
    };
  }
}
