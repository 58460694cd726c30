package dev.atelier.simulation;

import java.util.List;

/** What can happen where several processes share a database. */
final class ClusterSteps {
  private final World world;
  private final Steps steps;

  ClusterSteps(World world, Steps steps) {
    this.world = world;
    this.steps = steps;
  }

  void one() {
    List<Node> ready = world.nodes().ready();
    if (ready.isEmpty()) {
      leave();
      return;
    }
    Node node = world.any(ready);
    switch (world.random().nextInt(12)) {
      case 0, 1 -> steps.hear(node);
      case 2, 3 -> steps.look(node);
      case 4, 5 -> steps.tick(node);
      case 6, 7 -> away(busiest(ready));
      case 8, 9 -> end(ready.stream().filter(Node::draining).findFirst().orElse(node));
      case 10 -> leave();
      default -> join();
    }
  }

  private Node busiest(List<Node> ready) {
    List<Node> busy = ready.stream().filter(Node::busy).toList();
    return world.any(busy.isEmpty() ? ready : busy);
  }

  /** Some go on with the rest of the world, some are waited for. */
  private void away(Node node) {
    if (world.settings().cluster().absences() == 0) {
      return;
    }
    world.absences().strike(node);
    if (node.paused() && world.random().nextBoolean()) {
      world.absences().passWithout(node, node.pausedUntil());
    }
  }

  /** A node is to end in good order, or dies and never comes back. */
  private void end(Node node) {
    if (node.draining()) {
      world.trace().say(node, "stops");
      node.stop();
      return;
    }
    if (world.nodes().up().size() > 1 && world.random().nextInt(3) == 0) {
      world.saw(Happening.NODE_LOST_FOR_GOOD);
      world.trace().say(node, "is killed for good");
      world.nodes().forget(node);
      return;
    }
    world.saw(Happening.DRAINING);
    world.trace().say(node, "drains");
    node.drain();
  }

  /** One that has stopped is gone, perhaps for good. */
  private void leave() {
    world.nodes().present().stream().filter(Node::idleAtEnd).findFirst().ifPresent(this::leave);
  }

  void leave(Node node) {
    world.trace().say(node, "leaves");
    steps.bounded(node, node::leave);
    world.saw(Happening.LEFT);
    if (!world.nodes().up().isEmpty() && world.random().nextBoolean()) {
      world.nodes().forget(node);
    } else {
      node.kill();
    }
  }

  private void join() {
    if (world.nodes().present().size() < Cluster.NODES_MAX) {
      world.saw(Happening.NODE_JOINED);
      steps.join();
    }
  }
}
