package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.scene.Standing.Footing;
import dev.atelier.providers.sandbox.words.Actor;
import dev.atelier.providers.sandbox.words.Actor.Link;
import dev.atelier.providers.sandbox.words.Relation;
import dev.atelier.providers.sandbox.words.Side;
import dev.atelier.providers.sandbox.words.Subject.Place;
import dev.atelier.providers.sandbox.words.Subject.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * An actor with all that are linked to it, around 0, 0 on the ground.
 *
 * @param index of the actor the others refer to
 */
record Group(int index, Actor first, List<Standing> members, Box box) {

  static Group around(
      int index,
      List<Actor> actors,
      ToDoubleFunction<Actor> extents,
      ToDoubleFunction<String> aspects,
      Function<Actor, Footing> footings,
      SplittableRandom random) {
    var builder = new Builder(actors, extents, aspects, footings, random);
    builder.add(index, Box.standing(0, 0, 0, 0), 0);
    var boxes = builder.members.stream().map(Standing::box).toList();
    return new Group(index, actors.get(index), builder.members, Box.around(boxes));
  }

  Side side() {
    return first.side();
  }

  /** Left to right. */
  int order() {
    return switch (side()) {
      case LEFT -> index - 100;
      case RIGHT -> index + 100;
      case ANY, SKY, BACK, FRONT -> index;
    };
  }

  private static final class Builder {
    private static final int DEPTH_MAX = 10;

    private final List<Actor> actors;
    private final ToDoubleFunction<Actor> extents;
    private final ToDoubleFunction<String> aspects;
    private final Function<Actor, Footing> footings;
    private final SplittableRandom random;
    private final List<Standing> members = new ArrayList<>();

    Builder(
        List<Actor> actors,
        ToDoubleFunction<Actor> extents,
        ToDoubleFunction<String> aspects,
        Function<Actor, Footing> footings,
        SplittableRandom random) {
      this.actors = actors;
      this.extents = extents;
      this.aspects = aspects;
      this.footings = footings;
      this.random = random;
    }

    void add(int index, Box target, int depth) {
      var actor = actors.get(index);
      var cluster = cluster(actor, target);
      members.addAll(cluster);
      var box = Box.around(cluster.stream().map(Standing::box).toList());
      for (int other = 0; other < actors.size() && depth < DEPTH_MAX; other++) {
        int self = index;
        if (actors.get(other).link().filter(link -> link.target() == self).isPresent()) {
          add(other, box, depth + 1);
        }
      }
    }

    private List<Standing> cluster(Actor actor, Box target) {
      double aspect = aspects.applyAsDouble(actor.subject().drawing());
      var link = actor.link();
      if (link.isEmpty()) {
        return Cluster.of(
            actor, extents.applyAsDouble(actor), aspect, footings.apply(actor), random);
      }
      var relation = link.get().relation();
      double extent = Math.min(extents.applyAsDouble(actor), extentMax(relation, target, aspect));
      var footing = onGround(relation) ? footings.apply(actor) : Footing.NOTHING;
      var cluster =
          Cluster.of(
              actor, extent, aspect, footing == Footing.NOTHING ? Footing.GROUND : footing, random);
      var box = Box.around(cluster.stream().map(Standing::box).toList());
      var at = place(link.get(), target, box);
      double z = depth(relation, target) - box.base();
      return cluster.stream()
          .map(one -> new Standing(actor, one.box(), one.flipped(), one.z(), footing))
          .map(one -> one.moved(at[0], at[1]).lifted(z))
          .toList();
    }

    private static boolean onGround(Relation relation) {
      return switch (relation) {
        case LEFT, RIGHT, BESIDE, FRONT, BEHIND -> true;
        case ON, RIDING, IN, UNDER, ABOVE, WORN, HELD -> false;
      };
    }

    private static double extentMax(Relation relation, Box target, double aspect) {
      double mean = Math.sqrt(target.w() * target.h());
      return switch (relation) {
        case WORN -> Math.min(mean * 0.5, target.w() * 0.5 / Math.sqrt(aspect));
        case HELD -> mean * 0.5;
        case IN -> mean * 0.8;
        case UNDER -> mean * 0.6;
        case ON, RIDING -> mean * 1.3;
        case LEFT, RIGHT, BESIDE, FRONT, BEHIND, ABOVE -> mean * 3;
      };
    }

    /** How far the cluster moves from standing at 0, 0. */
    private double[] place(Link link, Box target, Box box) {
      var host = actors.get(link.target()).subject();
      double gap = target.w() * 0.03;
      double seat = host.seat().orElse(0.06);
      return switch (link.relation()) {
        case ON -> new double[] {target.cx(), target.y() + target.h() * seat + box.h() * 0.04};
        case RIDING ->
            new double[] {target.cx(), target.y() + target.h() * (host.seat().orElse(0.2) + 0.12)};
        case IN -> new double[] {target.cx(), target.y() + target.h() * (seat + 0.3)};
        case LEFT, BESIDE -> new double[] {target.x() - gap - box.right(), target.base()};
        case RIGHT -> new double[] {target.right() + gap - box.x(), target.base()};
        case FRONT ->
            new double[] {target.cx() + target.w() * 0.16, target.base() + target.h() * 0.07};
        case BEHIND ->
            new double[] {target.cx() - target.w() * 0.3, target.base() - target.h() * 0.07};
        case UNDER -> under(host.place(), target, box);
        case ABOVE -> new double[] {target.cx(), target.y() - box.h() * 0.1};
        case WORN -> worn(actors.get(link.target()), target, box);
        case HELD ->
            new double[] {
              target.x() + target.w() * 0.88, target.y() + target.h() * 0.72 + box.h() / 2
            };
      };
    }

    private static double[] under(Place place, Box target, Box box) {
      double base =
          place == Place.AIR ? target.base() + box.h() * 1.1 : target.base() + target.h() * 0.02;
      return new double[] {target.cx(), base};
    }

    private double[] worn(Actor host, Box target, Box box) {
      var head = host.subject().head().orElse(new Point(0.5, 0.05));
      double x = target.x() + target.w() * head.x();
      return new double[] {x, target.y() + target.h() * (head.y() + 0.07) + box.h() * 0.1};
    }

    private static double depth(Relation relation, Box target) {
      double step = Math.max(1, target.h() * 0.02);
      return switch (relation) {
        case ON, WORN, HELD, FRONT, UNDER -> target.base() + step;
        case RIDING, IN, BEHIND -> target.base() - target.h() - step;
        case LEFT, RIGHT, BESIDE, ABOVE -> target.base();
      };
    }
  }
}
