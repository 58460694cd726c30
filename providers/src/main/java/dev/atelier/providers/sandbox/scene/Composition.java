package dev.atelier.providers.sandbox.scene;

import dev.atelier.providers.sandbox.scene.Standing.Footing;
import dev.atelier.providers.sandbox.words.Actor;
import dev.atelier.providers.sandbox.words.SceneBrief;
import dev.atelier.providers.sandbox.words.Setting;
import dev.atelier.providers.sandbox.words.Side;
import dev.atelier.providers.sandbox.words.Subject.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Decides where everything stands. Actors that are linked form a group around the one the others
 * refer to; groups stand side by side on the ground, fly in the sky, or lie far behind; at last
 * everything is scaled to fit the frame.
 */
final class Composition {
  private static final int FAR_SIZE = 8;

  private final SceneBrief brief;
  private final ToDoubleFunction<String> aspects;
  private final double w;
  private final double h;
  private final Terrain terrain;
  private final SplittableRandom random;
  private final List<Group> standing = new ArrayList<>();
  private final List<Group> flying = new ArrayList<>();
  private final List<Group> far = new ArrayList<>();

  private Composition(
      SceneBrief brief, ToDoubleFunction<String> aspects, double w, double h, long seed) {
    this.brief = brief;
    this.aspects = aspects;
    this.w = w;
    this.h = h;
    this.terrain = Terrain.of(brief.setting());
    this.random = new SplittableRandom(seed);
  }

  /**
   * @param aspects width by height of a drawing
   * @return in the order of drawing
   */
  static List<Standing> of(
      SceneBrief brief, ToDoubleFunction<String> aspects, double w, double h, long seed) {
    return new Composition(brief, aspects, w, h, seed).compose();
  }

  /** The same arrangement, moved and scaled until it fills a picture. */
  static List<Standing> filling(List<Standing> standing, double w, double h) {
    var all = Box.around(standing.stream().map(Standing::box).toList());
    double by = Math.min(w / Math.max(1, all.w()), h / Math.max(1, all.h()));
    double dx = w / 2 - all.cx();
    double dy = h / 2 - (all.y() + all.h() / 2);
    return standing.stream().map(one -> one.moved(dx, dy).scaled(by, w / 2, h / 2)).toList();
  }

  private List<Standing> compose() {
    for (int i = 0; i < brief.actors().size(); i++) {
      if (brief.actors().get(i).link().isEmpty()) {
        sort(i);
      }
    }
    var placed = new ArrayList<Standing>();
    if (terrain.floating()) {
      standing.addAll(flying);
      flying.clear();
    }
    if (standing.isEmpty() && !far.isEmpty()) {
      standing.add(far.removeFirst());
    }
    placed.addAll(farBehind());
    placed.addAll(onTheGround());
    placed.addAll(inTheSky());
    placed.sort(Comparator.comparingDouble(Standing::z));
    return placed;
  }

  private void sort(int index) {
    var actor = brief.actors().get(index);
    var group = Group.around(index, brief.actors(), this::extent, aspects, this::footing, random);
    if (actor.side() == Side.SKY || flies(actor)) {
      flying.add(group);
    } else if (isFar(index)) {
      far.add(group);
    } else {
      standing.add(group);
    }
  }

  private boolean flies(Actor actor) {
    return actor.subject().place() == Place.AIR && !brief.setting().indoors();
  }

  private boolean isFar(int index) {
    var actor = brief.actors().get(index);
    if (actor.side() == Side.BACK) {
      return true;
    }
    int size = actor.subject().size();
    boolean smallerNear =
        brief.actors().stream()
            .anyMatch(other ->
                other.link().isEmpty() && !flies(other) && other.subject().size() <= size - 2);
    boolean targeted =
        brief.actors().stream()
            .flatMap(a -> a.link().stream())
            .anyMatch(link -> link.target() == index);
    return size >= FAR_SIZE && smallerNear && !targeted && !terrain.floating();
  }

  private Footing footing(Actor actor) {
    if (terrain.floating() || flies(actor)) {
      return Footing.NOTHING;
    }
    boolean water = brief.setting() == Setting.SEA || brief.setting() == Setting.LAKE;
    return water && actor.subject().place() != Place.GROUND ? Footing.WATER : Footing.GROUND;
  }

  /** How large an actor is drawn: sizes in the world, much compressed. */
  private double extent(Actor actor) {
    int reference =
        brief.actors().stream()
            .filter(a -> !flies(a))
            .mapToInt(a -> a.subject().size())
            .min()
            .orElse(3);
    int first = brief.actors().getFirst().subject().size();
    double step =
        Math.max(-4, actor.subject().size() - Math.max(reference, Math.min(first, reference + 2)));
    return Math.min(w, h * 1.25) * 0.34 * Math.min(2.2, Math.pow(1.17, step)) * actor.grow();
  }

  private List<Standing> farBehind() {
    var placed = new ArrayList<Standing>();
    for (int i = 0; i < far.size(); i++) {
      var group = far.get(i);
      double x =
          switch (group.side()) {
            case LEFT -> 0.22;
            case RIGHT -> 0.78;
            case ANY, SKY, BACK, FRONT -> far.size() == 1 ? 0.72 : 0.2 + 0.6 * i / (far.size() - 1);
          };
      double tall = h * (terrain.back() * 0.78);
      double by = Math.min(1, Math.min(tall / group.box().h(), w * 0.62 / group.box().w()));
      for (var one : group.members()) {
        placed.add(
            one.scaled(by, 0, 0).moved(inside(x * w, group, by), terrain.back() * h).lifted(-h));
      }
    }
    return placed;
  }

  /** The nearest x at which a centred group is wholly in the picture. */
  private double inside(double x, Group group, double by) {
    double least = group.box().w() * by / 2 + w * 0.03;
    return Math.clamp(x, least, Math.max(least, w - least));
  }

  private List<Standing> onTheGround() {
    var ordered = new ArrayList<>(standing);
    ordered.sort(Comparator.comparingInt(group -> group.order()));
    double gap = 0.04 * Math.min(w, h);
    double total = -gap;
    double tallest = 0;
    double below = 0;
    for (var group : ordered) {
      total += group.box().w() + gap;
      tallest = Math.max(tallest, -group.box().y());
      below = Math.max(below, group.box().base());
    }
    double base = base();
    double room = terrain.floating() ? h * 0.72 : base - h * 0.07;
    double by =
        Math.min(
            1.25,
            Math.min(w * 0.84 / total, Math.min(room / tallest, h * 0.1 / Math.max(1, below))));
    double share = terrain.floating() ? 0.62 : 0.7;
    by = Math.min(by, Math.max(by * 0.7, h * share / tallest));
    double x = (w - total * by) / 2 + shift(ordered, total * by);
    var placed = new ArrayList<Standing>();
    for (int i = 0; i < ordered.size(); i++) {
      var group = ordered.get(i);
      double cx = x - group.box().x() * by;
      double level = level(group, base, tallest * by);
      double depth = terrain.floating() ? (i % 2) * -h * 0.06 : (i % 2) * -h * 0.015;
      for (var one : group.members()) {
        placed.add(one.scaled(by, 0, 0).moved(cx, level + depth));
      }
      x += (group.box().w() + gap) * by;
    }
    return placed;
  }

  private double shift(List<Group> groups, double total) {
    double free = (w - total) / 2 * 0.72;
    if (groups.size() == 1) {
      return switch (groups.getFirst().side()) {
        case LEFT -> -free;
        case RIGHT -> free;
        case ANY, SKY, BACK, FRONT -> far.size() == 1 && free > w * 0.15 ? -free * 0.45 : 0;
      };
    }
    return 0;
  }

  private double base() {
    return terrain.front() * h;
  }

  private double level(Group group, double base, double tallest) {
    if (terrain.floating()) {
      double middle = h * 0.48;
      boolean crawls =
          brief.setting() == Setting.UNDERWATER && group.first().subject().place() == Place.GROUND;
      return crawls
          ? terrain.front() * h
          : middle + (group.box().h() * 0.5) * Math.min(1, tallest / Math.max(1, group.box().h()));
    }
    return footing(group.first()) == Footing.WATER ? terrain.waterline() * h : base;
  }

  private List<Standing> inTheSky() {
    var placed = new ArrayList<Standing>();
    boolean alone = standing.isEmpty() && far.isEmpty();
    for (int i = 0; i < flying.size(); i++) {
      var group = flying.get(i);
      double wide = w * (alone ? 0.7 : 0.34) / (alone ? 1 : Math.sqrt(flying.size()));
      double tall = h * (alone ? 0.5 : 0.27);
      double by =
          Math.min(alone ? 1.2 : 0.8, Math.min(wide / group.box().w(), tall / group.box().h()));
      double x = skyX(group, i, alone);
      double y = h * (alone ? 0.66 : 0.35) - (i % 2) * h * 0.05;
      double cx = inside(x * w, group, by);
      for (var one : group.members()) {
        placed.add(one.scaled(by, 0, 0).moved(cx, y).lifted(-h * 0.8));
      }
    }
    return placed;
  }

  private double skyX(Group group, int index, boolean alone) {
    return switch (group.side()) {
      case LEFT -> 0.2;
      case RIGHT -> 0.8;
      case ANY, SKY, BACK, FRONT -> {
        if (flying.size() == 1) {
          yield alone ? 0.5 : 0.27;
        }
        yield 0.2 + 0.6 * index / (flying.size() - 1);
      }
    };
  }
}
