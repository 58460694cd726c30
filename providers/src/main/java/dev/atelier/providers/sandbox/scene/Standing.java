package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.words.Actor;

/**
 * One drawing at its place, in pixels.
 *
 * @param z drawn in ascending order
 * @param footing what it stands on
 */
record Standing(Actor actor, Box box, boolean flipped, double z, Footing footing) {

  /** Decides whether a shadow or a ripple lies under it. */
  enum Footing {
    GROUND,
    WATER,
    NOTHING
  }

  Standing moved(double dx, double dy) {
    return new Standing(actor, box.moved(dx, dy), flipped, z, footing);
  }

  Standing scaled(double by, double cx, double cy) {
    return new Standing(actor, box.scaled(by, cx, cy), flipped, z, footing);
  }

  Standing lifted(double dz) {
    return new Standing(actor, box, flipped, z + dz, footing);
  }
}
