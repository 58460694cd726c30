package dev.atelier.providers.sandbox.words;

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

  /** The same fact told from the other side. */
  Relation mirrored() {
    return switch (this) {
      case LEFT -> RIGHT;
      case RIGHT -> LEFT;
      case FRONT -> BEHIND;
      case BEHIND -> FRONT;
      case UNDER -> ABOVE;
      case ABOVE -> UNDER;
      case ON, RIDING, IN, BESIDE, WORN, HELD -> this;
    };
  }
}
