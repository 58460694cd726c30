package dev.atelier.simulation;

import java.time.Duration;
import java.time.Instant;

/** Pauses nodes and cuts them off from the database, and lets the others go on meanwhile. */
final class Absences {
  private final World world;

  Absences(World world) {
    this.world = world;
  }

  /** Something keeps this node from its work, for less than a lease or for more. */
  void strike(Node node) {
    if (world.random().nextBoolean()) {
      pause(node);
    } else {
      cutOff(node);
    }
  }

  /** The node stands still from now on. */
  void pause(Node node) {
    Instant until = world.clock().instant().plus(time());
    world.saw(Happening.PAUSED);
    world.trace().say(node, "is paused until", until);
    node.pause(until);
  }

  /** The node does not reach the database from now on. */
  void cutOff(Node node) {
    Instant until = world.clock().instant().plus(time());
    world.saw(Happening.CUT_OFF_FROM_DATABASE);
    world.trace().say(node, "is cut off until", until);
    node.cutOff(until);
  }

  /** Time passes until then, in which the others do what time has them do. */
  void passWithout(Node node, Instant until) {
    Duration most = world.settings().leaseFor().dividedBy(3);
    for (Instant now = world.clock().instant();
        now.isBefore(until);
        now = world.clock().instant()) {
      Duration left = Duration.between(now, until);
      world.pass(left.compareTo(most) < 0 ? left : most);
      for (Node other : world.nodes().ready()) {
        if (other != node) {
          world.steps().tick(other);
        }
      }
      world.steps().some();
    }
  }

  private Duration time() {
    Duration lease = world.settings().leaseFor();
    return switch (world.random().nextInt(4)) {
      case 0 -> Duration.ofMillis(200 + world.random().nextInt(5_000));
      case 1, 2 -> lease.plusSeconds(1 + world.random().nextInt(20));
      default -> lease.multipliedBy(2).plusSeconds(world.random().nextInt(30));
    };
  }
}
