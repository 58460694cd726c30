package dev.atelier.simulation;

import dev.atelier.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can happen, one thing at a time or within another. */
final class Steps {
  private static final int DEPTH_MAX = 3;

  private final World world;
  private final Callers callers;
  private final Operator operator;
  private int left;
  private int depth;

  Steps(World world) {
    this.world = world;
    this.callers = new Callers(world);
    this.operator = new Operator(world);
    this.left = world.settings().steps();
  }

  /** Everything that happens before all is left to calm down. */
  void all() {
    while (left > 0) {
      one();
    }
  }

  /** None, one or two steps within a call. */
  void some() {
    int count = world.calm() || depth >= DEPTH_MAX ? 0 : world.random().nextInt(3);
    for (int i = 0; i < count && left > 0; i++) {
      one();
    }
  }

  /** One step of one node, which may crash it. */
  void bounded(Runnable step) {
    depth++;
    world.trace().deeper();
    try {
      world.as(Optional.empty(), step);
    } catch (Crash e) {
      world.trace().say(e);
    } catch (DatabaseUnavailableException | AcknowledgementLostException e) {
      world.trace().say("failed:", e);
    } catch (RuntimeException e) {
      throw new Violation(Promise.NOTHING_LOST, "a step failed: " + e, e);
    } finally {
      world.trace().back();
      depth--;
    }
    List<String> errors = HeardErrors.take();
    if (!errors.isEmpty()) {
      throw new Violation(Promise.NOTHING_LOST, "a defect was caught and logged: " + errors);
    }
  }

  private void one() {
    left--;
    int drawn = world.random().nextInt(100);
    List<Node> up = world.nodes().stream().filter(Node::up).toList();
    if (drawn < 16 || up.isEmpty()) {
      timeOrRestart(up.isEmpty());
      return;
    }
    Node node = world.any(up);
    List<Node> busy = up.stream().filter(Node::busy).toList();
    if (drawn < 46) {
      (busy.isEmpty() ? Optional.<Node>empty() : Optional.of(world.any(busy)))
          .ifPresentOrElse(this::work, () -> order(node));
    } else if (drawn < 60) {
      order(node);
    } else if (drawn < 62) {
      bounded(() -> operator.moveMoney(node));
    } else if (drawn < 63) {
      bounded(() -> operator.changePrices(node));
    } else if (drawn < 70) {
      say(node, "claims");
      bounded(() -> node.runtime().work().claims().step());
    } else if (drawn < 72) {
      say(node, "renews its leases");
      bounded(() -> renew(node));
    } else if (drawn < 76) {
      say(node, "tidies up");
      bounded(() -> node.runtime().work().housekeeping().tick());
    } else if (drawn < 97) {
      call(node, drawn);
    } else {
      trouble(node);
    }
  }

  private void renew(Node node) {
    if (node.runtime().work().leases().renew() > 0) {
      world.saw(Happening.LEASES_RENEWED);
    }
  }

  private void call(Node node, int drawn) {
    if (!callers.hasOrdered()) {
      order(node);
    } else if (drawn < 84) {
      bounded(() -> callers.repeat(node));
    } else if (drawn < 86) {
      bounded(() -> callers.reuse(node));
    } else if (drawn < 91) {
      bounded(() -> callers.cancel(node));
    } else if (drawn < 92 || world.diskFull()) {
      world.diskFull(!world.diskFull());
    } else {
      order(node);
    }
  }

  private void order(Node node) {
    if (callers.mayOrder()) {
      bounded(() -> callers.order(node));
    }
  }

  void work(Node node) {
    say(node, "works");
    bounded(node::work);
  }

  private void trouble(Node node) {
    if (world.chance(0.5)) {
      world.saw(Happening.DRAINED);
      say(node, "is stopped");
      node.stop();
    } else if (world.settings().rates().crash() > 0) {
      world.saw(Happening.CRASH_WHILE_IDLE);
      say(node, "is killed");
      node.kill();
    }
  }

  private void timeOrRestart(boolean allDown) {
    if (allDown || world.random().nextBoolean()) {
      restartOne();
    }
    Duration time =
        switch (world.random().nextInt(6)) {
          case 0, 1 -> Duration.ofMillis(200);
          case 2, 3 -> Duration.ofSeconds(1);
          case 4 -> Duration.ofSeconds(7);
          default -> world.settings().leaseFor().plusSeconds(1);
        };
    world.trace().say("time passes:", time);
    world.pass(time);
  }

  /** Brings one node back; a single one only when nothing of the dead one is left. */
  private void restartOne() {
    for (int place = 0; place < world.nodes().size(); place++) {
      Node node = world.nodes().get(place);
      if (!node.up() && (depth == 0 || world.settings().nodes() > 1)) {
        restart(place);
        return;
      }
    }
  }

  void restart(int place) {
    world.trace().say(world.nodes().get(place), "starts anew");
    bounded(() -> world.restart(place));
  }

  private void say(Node node, String what) {
    world.trace().say(node, what);
  }
}
