package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.scene.Standing.Footing;
import dev.atelier.providers.sandbox.words.Actor;
import dev.atelier.providers.sandbox.words.Subject.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The members of one actor side by side so that each can be counted: a row up to three, small
 * things on a table as a heap, more in staggered rows. Its middle stands at 0, 0.
 */
final class Cluster {
  private static final double APART = 0.94;

  private final Actor actor;
  private final double w;
  private final double h;
  private final Footing footing;
  private final SplittableRandom random;
  private final List<Standing> members = new ArrayList<>();

  private Cluster(Actor actor, double w, double h, Footing footing, SplittableRandom random) {
    this.actor = actor;
    this.w = w;
    this.h = h;
    this.footing = footing;
    this.random = random;
  }

  /**
   * @param extent geometric mean of width and height of a single one
   */
  static List<Standing> of(
      Actor actor, double extent, double aspect, Footing footing, SplittableRandom random) {
    double each = extent * Math.pow(actor.count(), -0.26);
    double root = Math.sqrt(aspect);
    return new Cluster(actor, each * root, each / root, footing, random).placed();
  }

  private List<Standing> placed() {
    int count = actor.count();
    if (footing == Footing.NOTHING && count > 1) {
      scatter(count);
    } else if (count == 3 && actor.subject().size() <= 2) {
      row(2, -h * 0.26, 0.96, 1.02);
      row(1, 0, 1.04, 1);
    } else {
      rows(count);
    }
    return members;
  }

  private void rows(int count) {
    int rows = count <= 3 ? 1 : count <= 8 ? 2 : 3;
    int left = count;
    for (int row = 0; row < rows; row++) {
      int inRow = (left + rows - row - 1) / (rows - row);
      if (rows > 1 && row == 0) {
        inRow = left / rows;
      }
      double depth = rows - 1 - row;
      row(inRow, -h * 0.42 * depth, 1 - 0.08 * depth, 1.02);
      left -= inRow;
    }
  }

  private void row(int count, double base, double size, double apart) {
    for (int i = 0; i < count; i++) {
      double cx = (i - (count - 1) / 2.0) * w * APART * apart;
      double down = count > 1 ? (i % 2) * h * 0.03 : 0;
      add(Box.standing(cx, base + down, w * size, h * size));
    }
  }

  /** In the air: rows again, but each a little off. */
  private void scatter(int count) {
    int columns = (int) Math.ceil(Math.sqrt(count * 1.8));
    for (int i = 0; i < count; i++) {
      double cx = (i % columns - (columns - 1) / 2.0) * w * 1.15 + random.nextDouble(-0.1, 0.1) * w;
      double base = -(i / columns) * h * 1.15 + ((i % columns) % 2) * h * 0.3;
      add(Box.standing(cx, base, w, h));
    }
  }

  private void add(Box box) {
    boolean alive = actor.subject().head().isPresent() && actor.subject().place() != Place.AIR;
    boolean flipped = alive && members.size() % 2 == 1;
    members.add(new Standing(actor, box, flipped, box.base(), footing, 0));
  }
}
