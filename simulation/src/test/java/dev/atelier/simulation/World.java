package dev.atelier.simulation;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.image.AccountId;
import dev.atelier.image.JobId;
import dev.atelier.metering.ledger.Period;
import dev.atelier.simulation.Guard.Held;
import dev.atelier.simulation.NodeDatabase.Commits;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.SegmentOptions;
import dev.atelier.storage.StorageOptions;
import dev.atelier.storage.UnreliableDisk;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.outbox.Outbox;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** Everything that is shared in one run: chance, time, the database, the disk, the upstream. */
final class World implements AutoCloseable {
  static final Catalog CATALOG = Catalog.load(Optional.of(models()));

  private static final Instant MONTH_END = Instant.parse("2026-12-01T00:00:00Z");

  private static final List<String> MIGRATIONS =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations",
          "dev/atelier/webhook/migrations");

  private final SplittableRandom random;
  private final SimulationSettings settings;
  private final Sabotage sabotage;
  private final Trace trace;
  private final Path directory;
  private final Coverage coverage = new Coverage();
  private final FakeClock clock;
  private final Instant start;
  private final AccountCalls accountCalls = new AccountCalls();
  private final UnreliableDisk disk = new UnreliableDisk();
  private final Set<AccountId> failed = new HashSet<>();
  private final Guard guard;
  private final Upstream upstream;
  private final Commits commits;
  private final DirectDatabase database;
  private final Deque<Optional<Held>> workers = new ArrayDeque<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Steps steps;
  private final Outbox outbox = new Outbox(this::nextId);
  private ArtifactStore store;
  private long ids;
  private int starts;
  private int opened;
  private boolean calm;
  private boolean diskFull;

  World(
      SplittableRandom random,
      SimulationSettings settings,
      Sabotage sabotage,
      Trace trace,
      Path directory) {
    this.random = random;
    this.settings = settings;
    this.sabotage = sabotage;
    this.trace = trace;
    this.directory = directory;
    this.clock = new FakeClock(MONTH_END.minus(settings.customers().untilMonthEnds()));
    this.start = clock.instant();
    this.guard = new Guard(this);
    this.upstream = new Upstream(this);
    this.commits = new Commits(this);
    this.database = DirectDatabase.open(MIGRATIONS, commits, clock);
    this.steps = new Steps(this);
    this.store = openStore();
    database.write(tx -> {
      settings.customers().register(tx, database, clock);
      guard.check(tx, Optional.empty());
      return tx;
    });
    for (int i = 0; i < settings.nodes(); i++) {
      nodes.add(new Node(this, nodeName(i)));
    }
  }

  SplittableRandom random() {
    return random;
  }

  SimulationSettings settings() {
    return settings;
  }

  Sabotage sabotage() {
    return sabotage;
  }

  Trace trace() {
    return trace;
  }

  FakeClock clock() {
    return clock;
  }

  Guard guard() {
    return guard;
  }

  Upstream upstream() {
    return upstream;
  }

  Coverage coverage() {
    return coverage;
  }

  ArtifactStore store() {
    return store;
  }

  UnreliableDisk disk() {
    return disk;
  }

  AccountCalls accountCalls() {
    return accountCalls;
  }

  /** What is wrong with an account now. */
  AccountFault faultOf(AccountId account) {
    AccountFault fault =
        calm
            ? AccountFault.NONE
            : settings.account(account).faultAt(Duration.between(start, clock.instant()));
    switch (fault) {
      case NONE -> {
        if (failed.remove(account)) {
          saw(Happening.ACCOUNT_WORKS_AGAIN);
        }
        return fault;
      }
      case DEAD -> saw(Happening.ACCOUNT_DEAD);
      case CREDENTIAL -> saw(Happening.ACCOUNT_WITHOUT_CREDENTIAL);
      case QUOTA -> saw(Happening.ACCOUNT_WITHOUT_QUOTA);
    }
    failed.add(account);
    return fault;
  }

  Outbox outbox() {
    return outbox;
  }

  Steps steps() {
    return steps;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** As a reader sees it who never fails. */
  DirectDatabase database() {
    return database;
  }

  Database database(Node node) {
    return new NodeDatabase(database, commits, this, node);
  }

  boolean diskFull() {
    return diskFull;
  }

  void diskFull(boolean full) {
    diskFull = full;
  }

  boolean calm() {
    return calm;
  }

  /** From now on nothing goes wrong. */
  void calmDown() {
    calm = true;
    diskFull = false;
  }

  boolean chance(double rate) {
    return !calm && random.nextDouble() < rate;
  }

  /** Any one of these. */
  <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  void saw(Happening happening) {
    coverage.saw(happening);
    trace.say("*", happening);
  }

  void pass(Duration time) {
    Instant before = Period.DAY.start(clock.instant());
    clock.advance(time);
    if (!Period.DAY.start(clock.instant()).equals(before)) {
      saw(Happening.MONTH_ENDED);
    }
  }

  /** While a call is in flight: other steps, and whatever ends the call from outside. */
  void meanwhile(Node node, JobId job) throws InterruptedException {
    steps.some();
    node.requireUninterrupted(job);
  }

  /** Between two transactions: now and then others come first. */
  void between() {
    if (chance(0.04)) {
      steps.some();
    }
  }

  /** Runs a worker, whose lease this is. */
  void as(Optional<Held> lease, Runnable work) {
    workers.push(lease);
    try {
      work.run();
    } finally {
      workers.pop();
    }
  }

  /** The lease under which the present transaction is made, if it is a worker's. */
  Optional<Held> worker() {
    return workers.isEmpty() ? Optional.empty() : workers.peek();
  }

  UUID nextId() {
    ids++;
    long high = (clock.instant().toEpochMilli() << 16) | 0x7000 | (ids & 0x0fff);
    return new UUID(high, 0x8000_0000_0000_0000L | ids);
  }

  /** Another process in the place of a dead one; a single one knows that the others are dead. */
  void restart(int place) {
    saw(Happening.RESTARTED);
    nodes.get(place).kill();
    if (settings.nodes() == 1) {
      store = openStore();
    }
    var node = new Node(this, nodeName(place));
    nodes.set(place, node);
    if (settings.nodes() == 1) {
      try {
        node.runtime().work().recover().afterRestart();
      } catch (RuntimeException e) {
        node.kill();
        throw e;
      }
    }
  }

  private String nodeName(int place) {
    starts++;
    return (char) ('a' + place) + "-" + starts;
  }

  private ArtifactStore openStore() {
    return disk.store(
        directory,
        new NodeDatabase.Plain(database, this),
        clock,
        random.split(),
        new StorageOptions(
            0,
            Duration.ofHours(1),
            ++opened % 2 == 0 ? SegmentOptions.DEFAULT : SegmentOptions.NONE));
  }

  private static Path models() {
    try {
      var url = World.class.getResource("models");
      if (url == null) {
        throw new IllegalStateException("the models of the simulation are missing");
      }
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
