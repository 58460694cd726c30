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
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Everything that is shared in one run: chance, time, the database, the disk, the upstream. */
final class World implements AutoCloseable {
  static final Catalog CATALOG = Catalog.load(Optional.of(models()));

  private static final Instant MONTH_END = Instant.parse("2026-12-01T00:00:00Z");

  private static final List<String> MIGRATIONS =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations",
          "dev/atelier/provider/registry/migrations",
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
  private final Nodes nodes;
  private final Absences absences;
  private final List<AccountWatch> watches = new ArrayList<>();
  private final Steps steps;
  private final Outbox outbox = new Outbox(this::nextId);
  private ArtifactStore store;
  private long ids;
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
    this.nodes = new Nodes(this);
    this.absences = new Absences(this);
    this.steps = new Steps(this);
    this.store = openStore();
    database.write(tx -> {
      settings.customers().register(tx, database, clock);
      guard.check(tx, Optional.empty());
      return tx;
    });
    for (int i = 0; i < settings.cluster().nodes(); i++) {
      steps.join();
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

  Nodes nodes() {
    return nodes;
  }

  Absences absences() {
    return absences;
  }

  /** Whether several processes may use the database. */
  boolean shared() {
    return settings.cluster().shared();
  }

  /** What each process was told about its accounts. */
  List<AccountWatch> watches() {
    return watches;
  }

  /** Whose transaction is being looked at, if it is a node's. */
  Optional<Node> writer() {
    return commits.node();
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
    nodes.present().forEach(Node::calmDown);
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
  void meanwhile(Node node, JobId job, BooleanSupplier cancelled) throws InterruptedException {
    steps.some();
    if (shared()) {
      steps.meanwhile(node, job);
    }
    strikeMaybe(node);
    node.requireUninterrupted(job, cancelled);
  }

  /** Before a transaction: now and then others come first. */
  void between(Node node) {
    if (chance(0.04)) {
      steps.some();
    }
    strikeMaybe(node);
  }

  /** After a transaction, of whose commit the node knows. */
  void after(Node node) {
    if (strikeMaybe(node)) {
      Optional<Held> taken = guard.taken();
      node.requireAlive();
      guard.taken(taken);
    }
  }

  private boolean strikeMaybe(Node node) {
    boolean struck = chance(settings.cluster().absences());
    if (struck) {
      absences.strike(node);
    }
    return struck;
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
    return nextId(clock);
  }

  /** An id of whoever has this clock. */
  UUID nextId(InstantSource whose) {
    ids++;
    long high = (whose.instant().toEpochMilli() << 16) | 0x7000 | (ids & 0x0fff);
    return new UUID(high, 0x8000_0000_0000_0000L | ids);
  }

  /** Another process in the place of a dead one; a single one knows that the others are dead. */
  void restart(Node ended) {
    saw(Happening.RESTARTED);
    if (!shared()) {
      ended.kill();
      store = openStore();
    }
    Node node = nodes.restart(ended);
    begin(node, shared() ? node::start : () -> node.runtime().work().recover().afterRestart());
  }

  /** One more process. */
  void join() {
    Node node = nodes.join();
    begin(node, shared() ? node::start : () -> {});
  }

  /** A process that cannot begin its work ends. */
  private static void begin(Node node, Runnable start) {
    try {
      node.doing(start);
    } catch (RuntimeException e) {
      node.kill();
      throw e;
    }
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
