package dev.atelier.simulation;

import dev.atelier.database.CommitUnknownException;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can happen, one thing at a time or within another. */
final class Steps {
  private static final int DEPTH_MAX = 3;

  private final World world;
  private final Callers callers;
  private final Operator operator;
  private final ClusterSteps cluster;
  private int left;
  private int depth;

  Steps(World world) {
    this.world = world;
    this.callers = new Callers(world);
    this.operator = new Operator(world);
    this.cluster = new ClusterSteps(world, this);
    this.left = (world.shared() ? 3 : 2) * world.settings().steps() / 2;
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
  void bounded(Node node, Runnable step) {
    depth++;
    world.trace().deeper();
    try {
      world.as(Optional.empty(), () -> node.doing(step));
    } catch (Crash e) {
      world.trace().say(e);
    } catch (DatabaseUnavailableException | CommitUnknownException e) {
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
    if (world.shared() && world.random().nextInt(3) == 0) {
      cluster.one();
    } else {
      anywhere(world.random().nextInt(100));
    }
  }

  private void anywhere(int drawn) {
    List<Node> ready = world.nodes().ready();
    if (drawn < 16 || ready.isEmpty()) {
      timeOrRestart();
      return;
    }
    Node node = world.any(ready);
    List<Node> busy = ready.stream().filter(Node::busy).toList();
    if (drawn < 46) {
      (busy.isEmpty() ? Optional.<Node>empty() : Optional.of(world.any(busy)))
          .ifPresentOrElse(this::work, () -> order(node));
    } else if (drawn < 60) {
      order(node);
    } else if (drawn < 62) {
      bounded(node, () -> operator.moveMoney(node));
    } else if (drawn < 63) {
      bounded(node, () -> operator.changePrices(node));
    } else if (drawn < 70) {
      claim(node);
    } else if (drawn < 72) {
      renew(node);
    } else if (drawn < 76) {
      tidyUp(node);
    } else if (drawn < 97) {
      call(node, drawn);
    } else {
      trouble(node);
    }
  }

  /** Claims a job or begins a further call of one; whether it did. */
  boolean claim(Node node) {
    say(node, "claims");
    boolean[] any = {false};
    bounded(
        node,
        () -> {
          any[0] = node.runtime().work().claims().step();
          if (any[0]) {
            node.notices().claimed();
          }
        });
    return any[0];
  }

  void renew(Node node) {
    say(node, "renews its leases");
    bounded(
        node,
        () -> {
          if (node.renew() > 0) {
            world.saw(Happening.LEASES_RENEWED);
          }
        });
  }

  void tidyUp(Node node) {
    say(node, "tidies up");
    bounded(
        node,
        () -> {
          try {
            boolean _ = node.runtime().work().housekeeping().tick();
          } catch (DatabaseUnavailableException e) {
            node.seesDatabaseAway();
            throw e;
          }
        });
  }

  /** Hears what others have told, and does as it was told. */
  void hear(Node node) {
    boolean[] queued = {false};
    bounded(node, () -> queued[0] = node.notices().hear());
    if (queued[0] && node.ready()) {
      boolean _ = claim(node);
    }
    if (node.ready() && node.renewsSoon()) {
      renew(node);
    }
  }

  /** Learns how accounts and limits stand. */
  void look(Node node) {
    say(node, "looks at the others");
    bounded(node, node::look);
  }

  /** Some of what a node's own threads do as time passes. */
  void tick(Node node) {
    if (node.ready() && world.random().nextInt(8) != 0) {
      renew(node);
    }
    if (node.ready() && world.random().nextInt(4) != 0) {
      tidyUp(node);
    }
    if (node.ready() && world.random().nextInt(3) == 0) {
      hear(node);
    }
    if (node.ready() && world.random().nextInt(3) == 0) {
      look(node);
    }
  }

  /** What others, and a node's own threads, do while a call of it is in flight. */
  void meanwhile(Node node, JobId job) {
    if (!world.calm() && depth < DEPTH_MAX && world.random().nextInt(30) == 0) {
      List<Node> others = world.nodes().ready().stream().filter(one -> one != node).toList();
      if (!others.isEmpty()) {
        Node other = world.any(others);
        bounded(other, () -> callers.cancel(other, job));
      }
    }
    if (node.ready() && !world.calm() && world.random().nextInt(2) == 0) {
      hear(node);
    }
    if (node.ready() && !world.calm() && world.random().nextInt(5) == 0) {
      renew(node);
    }
  }

  /** One more process. */
  void join() {
    try {
      world.as(Optional.empty(), world::join);
    } catch (Crash | DatabaseUnavailableException | CommitUnknownException e) {
      world.trace().say(e);
    }
  }

  private void call(Node node, int drawn) {
    if (!callers.hasOrdered()) {
      order(node);
    } else if (drawn < 84) {
      bounded(node, () -> callers.repeat(node));
    } else if (drawn < 86) {
      bounded(node, () -> callers.reuse(node));
    } else if (drawn < 91) {
      bounded(node, () -> callers.cancel(node));
    } else if (drawn < 92 || world.diskFull()) {
      world.diskFull(!world.diskFull());
    } else {
      order(node);
    }
  }

  private void order(Node node) {
    if (callers.mayOrder()) {
      bounded(node, () -> callers.order(node));
    }
  }

  void work(Node node) {
    say(node, "works");
    bounded(node, node::work);
  }

  private void trouble(Node node) {
    if (!world.shared() && world.chance(0.5)) {
      world.saw(Happening.DRAINED);
      say(node, "is stopped");
      node.stop();
    } else if (world.settings().rates().crash() > 0) {
      world.saw(Happening.CRASH_WHILE_IDLE);
      say(node, "is killed");
      node.kill();
    }
  }

  private void timeOrRestart() {
    if (world.nodes().up().isEmpty() || world.random().nextBoolean()) {
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
    world.nodes().present().stream()
        .filter(node -> world.shared() ? node.dead() : !node.up())
        .filter(_ -> depth == 0 || world.shared())
        .findFirst()
        .ifPresent(this::restart);
  }

  void restart(Node ended) {
    world.trace().say(ended, "starts anew");
    bounded(ended, () -> world.restart(ended));
  }

  private void say(Node node, String what) {
    world.trace().say(node, what);
  }
}
