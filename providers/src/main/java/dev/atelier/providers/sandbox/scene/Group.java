package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.scene.Standing.Footing;
import dev.atelier.providers.sandbox.words.Actor;
import dev.atelier.providers.sandbox.words.Actor.Link;
import dev.atelier.providers.sandbox.words.Relation;
import dev.atelier.providers.sandbox.words.Side;
import dev.atelier.providers.sandbox.words.Subject;
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
    private static final double INSIDE = 0.25;
    private static final double IN_FRONT = 0.5;

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
          hold(actors.get(other), cluster);
        }
      }
    }

    /** What is inside shows above the rim; the rest of the holder is in front of it. */
    private void hold(Actor inside, List<Standing> holders) {
      if (inside.link().filter(link -> link.relation() == Relation.IN).isPresent()) {
        for (var holder : holders) {
          double rim = holder.actor().subject().seat().orElse(0.06);
          members.add(holder.front(rim).lifted(IN_FRONT));
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
      var host = actors.get(link.get().target()).subject();
      boolean overhead = isOverhead(actor) && relation == Relation.HELD;
      double most = extentMax(relation, host, overhead, target, aspect);
      double extent = overhead ? most : Math.min(extents.applyAsDouble(actor), most);
      var footing = onGround(relation) ? footings.apply(actor) : Footing.NOTHING;
      var loose = footing == Footing.NOTHING ? Footing.GROUND : footing;
      var cluster = narrowed(Cluster.of(actor, extent, aspect, loose, random), relation, target);
      var box = Box.around(cluster.stream().map(Standing::box).toList());
      var at = place(link.get(), overhead, target, box);
      double z = depth(overhead ? Relation.BEHIND : relation, target) - box.base();
      var placed = new ArrayList<Standing>();
      for (var one : cluster) {
        double inside = INSIDE * (placed.size() + 1) / cluster.size() + target.base();
        double own = relation == Relation.IN ? inside : one.z() + z;
        placed.add(
            new Standing(actor, one.box().moved(at[0], at[1]), one.flipped(), own, footing, 0));
      }
      return placed;
    }

    /** What is inside something is no wider than it. */
    private static List<Standing> narrowed(List<Standing> cluster, Relation relation, Box target) {
      var box = Box.around(cluster.stream().map(Standing::box).toList());
      double by = target.w() * 0.86 / box.w();
      return relation == Relation.IN && by < 1
          ? cluster.stream().map(one -> one.scaled(by, 0, 0)).toList()
          : cluster;
    }

    /** Held high rather than in front. */
    private static boolean isOverhead(Actor actor) {
      return actor.subject().id().equals("umbrella");
    }

    private static boolean onGround(Relation relation) {
      return switch (relation) {
        case LEFT, RIGHT, BESIDE, FRONT, BEHIND -> true;
        case ON, RIDING, IN, UNDER, ABOVE, WORN, HELD -> false;
      };
    }

    private static double extentMax(
        Relation relation, Subject host, boolean overhead, Box target, double aspect) {
      double mean = Math.sqrt(target.w() * target.h());
      return switch (relation) {
        case WORN -> Math.min(mean * 0.5, target.w() * 0.5 / Math.sqrt(aspect));
        case HELD -> mean * (overhead ? 1.0 : 0.5);
        case IN -> mean * (host.seat().orElse(0) < 0.2 ? 0.9 : 0.62);
        case UNDER -> mean * 0.6;
        case ON -> mean * 1.3;
        case RIDING -> mean * 1.05;
        case LEFT, RIGHT, BESIDE, FRONT, BEHIND, ABOVE -> mean * 3;
      };
    }

    /** How far the cluster moves from standing at 0, 0. */
    private double[] place(Link link, boolean overhead, Box target, Box box) {
      var host = actors.get(link.target()).subject();
      double gap = target.w() * 0.03;
      double seat = host.seat().orElse(0.06);
      return switch (link.relation()) {
        case ON -> new double[] {target.cx(), target.y() + target.h() * seat + box.h() * 0.04};
        case RIDING -> new double[] {target.cx(), saddle(host, target) + box.h() * 0.36};
        case IN -> new double[] {target.cx(), target.y() + target.h() * seat + box.h() * 0.34};
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
              target.x() + target.w() * (overhead ? 0.8 : 0.88),
              target.y() + target.h() * (overhead ? 0.62 : 0.72) + (overhead ? 0 : box.h() / 2)
            };
      };
    }

    private static double saddle(Subject host, Box target) {
      return target.y() + target.h() * host.seat().orElse(0.2);
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
        case IN -> target.base() + INSIDE;
        case RIDING, BEHIND -> target.base() - target.h() - step;
        case LEFT, RIGHT, BESIDE, ABOVE -> target.base();
      };
    }
  }
}
