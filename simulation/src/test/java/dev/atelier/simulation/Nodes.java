package dev.atelier.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of a run: those that are there or will be again, and all that ever were. */
final class Nodes {
  private final World world;
  private final List<Node> present = new ArrayList<>();
  private final Map<String, Node> ever = new HashMap<>();
  private int places;
  private int starts;

  Nodes(World world) {
    this.world = world;
  }

  /** Those that are there, and dead ones that will be again. */
  List<Node> present() {
    return List.copyOf(present);
  }

  /** Those that take requests. */
  List<Node> up() {
    return present.stream().filter(Node::up).toList();
  }

  /** Those that can do something now. */
  List<Node> ready() {
    return present.stream().filter(Node::ready).toList();
  }

  /** The one of this name, dead or not. */
  Optional<Node> named(String name) {
    return Optional.ofNullable(ever.get(name));
  }

  /** One more, with a data directory of its own. */
  Node join() {
    places++;
    Node node = at("n" + places + "-");
    present.add(node);
    return node;
  }

  /** Another process in the place of one that has ended. */
  Node restart(Node ended) {
    ended.kill();
    Node node = at(ended.place());
    present.set(present.indexOf(ended), node);
    return node;
  }

  /** One that has ended never comes back. */
  void forget(Node ended) {
    ended.kill();
    present.remove(ended);
  }

  private Node at(String place) {
    starts++;
    var node = new Node(world, place, place + starts, ahead());
    ever.put(node.name(), node);
    return node;
  }

  private Duration ahead() {
    long most = world.settings().cluster().skewMax().toMillis();
    return Duration.ofMillis(most == 0 ? 0 : world.random().nextLong(-most, most + 1));
  }
}
