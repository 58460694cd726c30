package dev.atelier.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.catalog.Catalog;
import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.DirectDatabase;
import dev.atelier.gateway.input.InputCheck;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.metering.ledger.UpstreamSpend;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.metering.limit.Limits;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.AccountPreference;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobDifference;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Origin;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SegmentOptions;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.SigningKeys;
import dev.atelier.storage.StorageOptions;
import dev.atelier.storage.UnreliableDisk;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.outbox.Outbox;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A whole gateway on one thread: the real queue and ledger in memory, a clock that stands still,
 * fake accounts. Work runs when {@link #work} is called, or at once with {@link #immediate}.
 */
final class World implements AutoCloseable {
  static final List<String> MIGRATIONS =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations",
          "dev/atelier/webhook/migrations",
          "dev/atelier/provider/registry/migrations");
  static final Principal CALLER =
      new Principal(TenantId.DEFAULT, new KeyId("key-1"), Scope.all(), Optional.empty());

  final FakeClock clock;
  final Database database;
  private final Optional<String> node;
  final StatementLog statements = new StatementLog();
  private Runnable beforeWrite = () -> {};
  private @Nullable RuntimeException afterWrite;
  final JobQueue queue;
  final Ledger ledger;
  final HeardEvents heard = new HeardEvents();
  final JobEvents events = new JobEvents();
  final Outbox outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
  final UnreliableDisk disk = new UnreliableDisk();
  final ArtifactStore artifacts;
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<FakeProvider> providers;
  private final Path directory;
  private final Settings settings;
  private final List<Thread> threads = new ArrayList<>();
  private Optional<Runnable> longSleep = Optional.empty();
  private boolean immediate;
  private boolean threaded;
  GatewayRuntime runtime;
  AccountPool pool;
  private int nodes;

  /**
   * What a world stands on.
   *
   * @param node its name among others on the same database; empty if it is alone
   */
  record Ground(FakeClock clock, Database database, Optional<String> node) {
    static Ground alone() {
      FakeClock clock = FakeClock.fixed();
      return new Ground(
          clock, DirectDatabase.open(MIGRATIONS, CommitHooks.NONE, clock), Optional.empty());
    }
  }

  private World(Path directory, Ground ground, Settings settings, FakeProvider... providers) {
    this.clock = ground.clock();
    this.database = new Interposing(ground.database());
    this.node = ground.node();
    this.ledger = new Ledger(clock);
    this.directory = directory;
    this.settings = settings;
    this.providers = List.of(providers);
    QueueSettings bounds =
        QueueSettings.DEFAULT.withLengthMax(settings.queueMax(), settings.queueMax());
    this.queue = new JobQueue(node.isPresent() ? bounds.sideBySide() : bounds);
    this.artifacts =
        disk.store(
            directory,
            database,
            clock,
            new SecureRandom(),
            new StorageOptions(
                StorageOptions.DEFAULT.freeBytesMin(),
                StorageOptions.DEFAULT.orphanAge(),
                settings.segments()));
    this.pool = pool();
    this.runtime = node();
  }

  static World of(Path directory, FakeProvider... providers) {
    return new World(directory, Ground.alone(), Settings.DEFAULT, providers);
  }

  static World of(Path directory, Settings settings, FakeProvider... providers) {
    return new World(directory, Ground.alone(), settings, providers);
  }

  /** One that may stand beside others. */
  static World of(Path directory, Ground ground, Settings settings, FakeProvider... providers) {
    return new World(directory, ground, settings, providers);
  }

  /** Somebody else comes between what was read and what is written next. */
  void beforeNextWrite(Runnable action) {
    beforeWrite = action;
  }

  /** The next commit is on disk, and its caller does not hear of it. */
  void loseNextAcknowledgement() {
    afterWrite = new DatabaseUnavailableException("nobody heard that it was committed");
  }

  /** The process dies and another starts on the same data. */
  void restart() {
    tasks.clear();
    pool = pool();
    runtime = node();
    runtime.work().recover().afterRestart();
  }

  /** Another process at work on the same rows, whose clock is so much ahead of the database's. */
  GatewayRuntime otherNode(Duration ahead) {
    return node(() -> clock.instant().plus(ahead));
  }

  /** Attempts run inside the call that starts them. */
  World immediate() {
    immediate = true;
    return this;
  }

  /** Attempts run on threads of their own. */
  void onThreads() {
    threaded = true;
  }

  void awaitThreads() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(20));
      if (thread.isAlive()) {
        throw new IllegalStateException("an attempt does not end");
      }
    }
  }

  /** Does what is due until nothing is. */
  void work() {
    runtime.work().housekeeping().tick();
    do {
      List<Runnable> now = List.copyOf(tasks);
      tasks.clear();
      now.forEach(Runnable::run);
    } while (!tasks.isEmpty() || runtime.work().claims().step());
  }

  /** Lets one task run, as a thread of its own would. */
  void workOne() {
    next().run();
  }

  /** Calls that are about to be made. */
  int begun() {
    return tasks.size();
  }

  /** The process dies; what it was about to do is not done. */
  void die() {
    tasks.clear();
  }

  /** The next task, for whoever lets it run later. */
  Runnable next() {
    return tasks.removeFirst();
  }

  /** What the accounts cost us so far. */
  List<UpstreamSpend> upstreamSpend() {
    return database.read(
        tx -> ledger.upstreamSpend(tx, Instant.EPOCH, clock.instant().plusSeconds(1)));
  }

  void advance(Duration by) {
    clock.advance(by);
    work();
  }

  Submitted submit(Order order) {
    return submit(submission(order));
  }

  Submitted submit(Submission submission) {
    return runtime.gateway().submit().submit(submission);
  }

  static Submission submission(Order order) {
    return new Submission(
        CALLER,
        new ImageRequest.Generation(order),
        new Origin("test", "{}", "http://localhost"),
        CompletionPolicy.ALL_BUT_BLOCKED,
        true,
        ClientRetry.none(Instant.EPOCH));
  }

  /** The same for an edit of an image that is not there. */
  static Submission edit(String prompt) {
    Submission from = submission(order(prompt));
    var image =
        new InputImage(
            new ArtifactId(new UUID(1, 1)),
            new ContentHash("0".repeat(64)),
            OutputFormat.PNG,
            new ImageSize(64, 64),
            false,
            100);
    return new Submission(
        from.principal(),
        new ImageRequest.Edit(order(prompt), List.of(image), Optional.empty()),
        from.origin(),
        from.completion(),
        from.interactive(),
        from.retry());
  }

  static Order order(String prompt) {
    return Order.of("gpt-image-2", prompt);
  }

  Job job(JobId id) {
    return database.read(tx -> queue.find(tx, id)).orElseThrow();
  }

  /** The one job that there is. */
  JobId onlyJob() {
    return database
        .read(tx -> queue.list(tx, CALLER.tenant(), Optional.empty(), Optional.empty(), 2))
        .getFirst()
        .id();
  }

  List<AttemptRow> attempts(JobId id) {
    return database.read(tx -> queue.attempts(tx, id));
  }

  List<JobDifference> differences(JobId id) {
    return database.read(tx -> queue.differences(tx, id));
  }

  List<Charge> charges(JobId id) {
    return database.read(tx -> ledger.charges(tx, TenantId.DEFAULT, id));
  }

  Balance balance() {
    return database.read(tx -> ledger.balance(tx, TenantId.DEFAULT));
  }

  List<String> audit() {
    return database.read(LedgerAudit::check);
  }

  @Override
  public void close() {
    database.close();
  }

  private AccountPool pool() {
    var accounts =
        providers.stream()
            .map(provider ->
                new Account(
                    new AccountId(provider.name()),
                    provider.name(),
                    Optional.empty(),
                    Set.of(),
                    settings.concurrency(),
                    Optional.ofNullable(settings.tiers().get(provider.name())),
                    1))
            .toList();
    return new AccountPool(
        accounts,
        List.<Provider>copyOf(providers),
        Catalog.builtIn(),
        Set.copyOf(settings.tiers().values()),
        AccountPreference.DEFAULT,
        node.map(name -> new SharedAccounts(database, name)),
        clock);
  }

  private GatewayRuntime node() {
    return node(clock);
  }

  private GatewayRuntime node(InstantSource wall) {
    Catalog catalog = Catalog.builtIn();
    var budget = new PixelBudget(1, Duration.ofSeconds(5));
    var prepare =
        new PrepareInputs(
            database,
            artifacts,
            new SignedLinks(
                SecretKeyFile.loadOrCreate(directory, Optional.empty()).derive("links"), clock),
            new GuardedClient(true),
            new InputCheck(new Decoder(), budget, InputLimits.DEFAULT),
            clock);
    Executor workers =
        task -> {
          if (immediate) {
            task.run();
          } else if (threaded) {
            threads.add(Thread.ofVirtual().start(task));
          } else {
            tasks.add(task);
          }
        };
    var store =
        new JobStore(
            database,
            queue,
            node.orElseGet(() -> "node-" + ++nodes),
            node.map(name -> name + "/").orElse(""),
            GatewaySettings.LEASE_FOR,
            new Ids(UuidCreator::getTimeOrderedEpoch));
    return new GatewayBuilder(
            store,
            new Announcements(events, outbox, heard),
            AdmissionGate.ofDisk(() -> false),
            settings.gateway(),
            Clocks.of(wall, this::sleep))
        .build(
            new GatewayBuilder.Trade(
                catalog,
                new PriceBook(database, catalog, clock),
                new SignedQuotes(
                    new SigningKeys(
                        SecretKeyFile.loadOrCreate(directory, Optional.empty()).derive("quotes")),
                    Duration.ofMinutes(15),
                    clock),
                ledger,
                new Limits(LimitSettings.UNLIMITED, clock),
                settings.moderation()),
            new GatewayBuilder.Makers(pool, workers),
            new GatewayBuilder.Images(artifacts, new Transcoder(budget), prepare));
  }

  /** Somebody waits until he is interrupted, and says when he begins. */
  void waitForEver(Runnable begun) {
    longSleep = Optional.of(begun);
  }

  private void sleep(Duration duration) throws InterruptedException {
    if (longSleep.isPresent()) {
      longSleep.get().run();
      Thread.sleep(Duration.ofMinutes(1));
    }
    if (threaded) {
      Thread.sleep(Duration.ofMillis(1));
    }
    clock.advance(duration);
  }

  private final class Interposing implements Database {
    private final Database inner;

    Interposing(Database inner) {
      this.inner = inner;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      Runnable first = beforeWrite;
      beforeWrite = () -> {};
      first.run();
      T value =
          inner.write(tx -> {
            var noting = statements.new Noting(tx);
            T result = work.run(noting);
            noting.ended();
            return result;
          });
      RuntimeException lost = afterWrite;
      afterWrite = null;
      if (lost != null) {
        throw lost;
      }
      return value;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return inner.read(tx -> work.run(statements.new Noting(tx)));
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /**
   * What differs between worlds.
   *
   * @param tiers the labels of providers' accounts
   * @param segments which contents are staged in memory
   */
  record Settings(
      int concurrency,
      int queueMax,
      Moderation moderation,
      Map<String, String> tiers,
      GatewaySettings gateway,
      SegmentOptions segments) {
    static final Settings DEFAULT = new Settings(4, 100, Moderation.OFF);

    Settings(int concurrency, int queueMax, Moderation moderation) {
      this(concurrency, queueMax, moderation, Map.of());
    }

    Settings(int concurrency, int queueMax, Moderation moderation, Map<String, String> tiers) {
      this(
          concurrency,
          queueMax,
          moderation,
          tiers,
          GatewaySettings.DEFAULT.with(CommitRetry.NEVER),
          SegmentOptions.DEFAULT);
    }

    Settings with(GatewaySettings other) {
      return new Settings(concurrency, queueMax, moderation, tiers, other, segments);
    }

    /** Each content is written to a file of its own while it arrives. */
    Settings inFiles() {
      return new Settings(concurrency, queueMax, moderation, tiers, gateway, SegmentOptions.NONE);
    }
  }
}
