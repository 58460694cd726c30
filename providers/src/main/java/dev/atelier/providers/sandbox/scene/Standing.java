package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.words.Actor;

/**
 * One drawing at its place, in pixels.
 *
 * @param z drawn in ascending order
 * @param footing what it stands on
 * @param from share of its height, from the top, that is not drawn: what lies inside it shows there
 */
record Standing(Actor actor, Box box, boolean flipped, double z, Footing footing, double from) {

  /** Decides whether a shadow or a ripple lies under it. */
  enum Footing {
    GROUND,
    WATER,
    NOTHING
  }

  /** Only its lower part, in front of what it holds. */
  Standing front(double share) {
    return new Standing(actor, box, flipped, z, Footing.NOTHING, share);
  }

  Standing moved(double dx, double dy) {
    return new Standing(actor, box.moved(dx, dy), flipped, z, footing, from);
  }

  Standing scaled(double by, double cx, double cy) {
    return new Standing(actor, box.scaled(by, cx, cy), flipped, z, footing, from);
  }

  Standing lifted(double dz) {
    return new Standing(actor, box, flipped, z + dz, footing, from);
  }
}
