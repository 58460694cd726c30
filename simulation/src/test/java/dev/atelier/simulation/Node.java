package dev.atelier.simulation;

import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.image.JobId;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.simulation.Guard.Held;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One process: a gateway over the shared database, until it crashes or is stopped. */
final class Node {
  private final World world;
  private final String name;
  private final AccountPool accounts;
  private final PriceBook prices;
  private final GatewayRuntime runtime;
  private final List<Task> tasks = new ArrayList<>();
  private final Set<JobId> interrupted = new HashSet<>();
  private boolean dead;
  private boolean stopping;

  Node(World world, String name) {
    this.world = world;
    this.name = name;
    var parts = new NodeParts(world, this);
    this.accounts = parts.accounts();
    this.prices = parts.prices();
    this.runtime = parts.runtime(this::enqueue);
  }

  String name() {
    return name;
  }

  GatewayRuntime runtime() {
    return runtime;
  }

  AccountPool accounts() {
    return accounts;
  }

  PriceBook prices() {
    return prices;
  }

  /** Takes requests. */
  boolean up() {
    return !dead && !stopping;
  }

  boolean dead() {
    return dead;
  }

  boolean busy() {
    return up() && !tasks.isEmpty();
  }

  /** Ends the process, and whatever it is doing. */
  void crash() {
    dead = true;
    throw new Crash(name);
  }

  /** Ends the process while it does nothing at this moment. */
  void kill() {
    dead = true;
  }

  /** An orderly end begins: nothing new, and calls in flight are interrupted. */
  void stop() {
    stopping = true;
    runtime.close();
  }

  void requireAlive() {
    if (dead) {
      throw new Crash(name);
    }
  }

  void requireUninterrupted(JobId job) throws InterruptedException {
    requireAlive();
    if (stopping || (interrupted.remove(job) && world.random().nextBoolean())) {
      world.saw(Happening.INTERRUPTED);
      throw new InterruptedException("stopped");
    }
  }

  void interrupt(JobId job) {
    interrupted.add(job);
  }

  /** Lets one worker run. */
  void work() {
    Task task = tasks.remove(world.random().nextInt(tasks.size()));
    world.as(task.lease(), task.work());
  }

  private void enqueue(Runnable work) {
    tasks.add(new Task(work, world.guard().taken().or(world::worker)));
  }

  @Override
  public String toString() {
    return name;
  }

  private record Task(Runnable work, Optional<Held> lease) {}
}
