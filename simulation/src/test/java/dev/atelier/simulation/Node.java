package dev.atelier.simulation;

import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.image.JobId;
import dev.atelier.metering.limit.ShareLimits;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.simulation.Guard.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One process: a gateway over the shared database, until it crashes or is stopped. */
final class Node {
  private final World world;
  private final String place;
  private final String name;
  private final NodeClock clock;
  private final NodeNotices notices;
  private final NodeParts parts;
  private final GatewayRuntime runtime;
  private final List<Task> tasks = new ArrayList<>();
  private final Set<JobId> cancelledHere = new HashSet<>();
  private Instant pausedUntil = Instant.MIN;
  private Instant cutOffUntil = Instant.MIN;
  private Optional<Instant> sawDatabaseAway = Optional.empty();
  private boolean cutOff;
  private boolean wasPaused;
  private boolean wasCutOff;
  private boolean dead;
  private boolean draining;
  private boolean stopping;
  private boolean renewSoon;
  private int steps;

  /**
   * @param place what its name begins with, and those of all before it in the same data directory
   */
  Node(World world, String place, String name, Duration ahead) {
    this.world = world;
    this.place = place;
    this.name = name;
    this.clock = new NodeClock(world.clock(), ahead);
    this.notices = new NodeNotices(world, this);
    this.parts = new NodeParts(world, this);
    this.runtime = parts.runtime(this::enqueue);
  }

  String place() {
    return place;
  }

  String name() {
    return name;
  }

  NodeClock clock() {
    return clock;
  }

  NodeNotices notices() {
    return notices;
  }

  GatewayRuntime runtime() {
    return runtime;
  }

  AccountPool accounts() {
    return parts.accounts();
  }

  PriceBook prices() {
    return parts.prices();
  }

  /** As this process makes ids, by its own clock. */
  UUID nextId() {
    return world.nextId(clock);
  }

  /** Begins its work among others; not where it is the only one. */
  void start() {
    runtime.work().leases().begin();
    runtime.work().others().listen(() -> renewSoon = true);
    look();
    int _ = runtime.work().recover().afterRestart();
  }

  /** Learns what other processes know of accounts and limits. */
  void look() {
    accounts().refresh();
    parts.sharedLimits().ifPresent(ShareLimits::exchange);
  }

  /** Renews its leases, and hears of those that others ended; returns how many. */
  int renew() {
    renewSoon = false;
    return runtime.work().leases().renew();
  }

  /** Whether it was told that it should do so. */
  boolean renewsSoon() {
    return renewSoon;
  }

  /** Takes requests, though perhaps to refuse them. */
  boolean up() {
    return !dead && !stopping;
  }

  boolean dead() {
    return dead;
  }

  boolean draining() {
    return draining;
  }

  /** Whether nothing keeps it from doing something now. */
  boolean ready() {
    return up() && !paused();
  }

  boolean busy() {
    return ready() && !tasks.isEmpty();
  }

  /** Whether it is to end and has nothing more to do. */
  boolean idleAtEnd() {
    return stopping && !dead && steps == 0;
  }

  boolean paused() {
    return world.clock().instant().isBefore(pausedUntil);
  }

  Instant pausedUntil() {
    return pausedUntil;
  }

  /** Nothing of it runs until then. */
  void pause(Instant until) {
    wasPaused = true;
    pausedUntil = until;
  }

  boolean reachesDatabase() {
    boolean reaches = !world.clock().instant().isBefore(cutOffUntil);
    if (reaches && cutOff) {
      cutOff = false;
      notices.interrupted();
    }
    return reaches;
  }

  /** It does not reach the database until then. */
  void cutOff(Instant until) {
    wasCutOff = true;
    cutOff = true;
    cutOffUntil = until;
    notices.interrupted();
  }

  /** Whether it was paused or cut off at any time. */
  boolean wasAway() {
    return wasPaused || wasCutOff;
  }

  /** From now on nothing keeps it from anything. */
  void calmDown() {
    pausedUntil = Instant.MIN;
    cutOffUntil = Instant.MIN;
  }

  /** When its housekeeping found last that the database does not answer. */
  Optional<Instant> sawDatabaseAway() {
    return sawDatabaseAway;
  }

  void seesDatabaseAway() {
    sawDatabaseAway = Optional.of(world.clock().instant());
  }

  /** A transaction of it was refused since another holds the job. */
  void leaseRefused() {
    world.saw(Happening.LEASE_REFUSED);
    if (wasPaused) {
      world.saw(Happening.LEASE_REFUSED_AFTER_PAUSE);
    }
    if (wasCutOff) {
      world.saw(Happening.LEASE_REFUSED_AFTER_CUT);
    }
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

  /** Takes no more work, and finishes what it has. */
  void drain() {
    draining = true;
    parts.gate().drain();
  }

  /** Whether it takes no more work. */
  boolean ending() {
    return draining || stopping;
  }

  /** An orderly end begins: nothing new, and calls in flight are interrupted. */
  void stop() {
    stopping = true;
    runtime.close();
  }

  /** The orderly end of a process among others: what it did not finish is anybody's. */
  void leave() {
    runtime.leave();
    dead = true;
  }

  /**
   * Returns when it is not paused.
   *
   * @throws Crash if the process has ended
   */
  void requireAlive() {
    if (!dead && paused()) {
      world.absences().passWithout(this, pausedUntil);
      world.saw(Happening.WOKE_WITHIN_WORK);
    }
    if (dead) {
      throw new Crash(name);
    }
  }

  void requireUninterrupted(JobId job, BooleanSupplier cancelled) throws InterruptedException {
    requireAlive();
    boolean noticed = cancelled.getAsBoolean() && world.random().nextBoolean();
    if (noticed && !cancelledHere.contains(job)) {
      world.saw(
          notices.toldCancelled(job.toString())
              ? Happening.CANCEL_HEARD
              : Happening.CANCEL_FOUND_BY_RENEWAL);
    }
    if (stopping || noticed) {
      world.saw(Happening.INTERRUPTED);
      throw new InterruptedException("stopped");
    }
  }

  void cancelled(JobId job) {
    cancelledHere.add(job);
  }

  /** Something of it runs, and perhaps other things within. */
  void doing(Runnable step) {
    steps++;
    try {
      step.run();
    } finally {
      steps--;
    }
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
