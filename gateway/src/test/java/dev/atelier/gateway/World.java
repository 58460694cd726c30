package dev.atelier.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.Balance;
import dev.atelier.metering.Charge;
import dev.atelier.metering.Ledger;
import dev.atelier.metering.LedgerAudit;
import dev.atelier.metering.LimitSettings;
import dev.atelier.metering.Limits;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Idempotency;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobEvents;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.Origin;
import dev.atelier.queue.QueueSettings;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SignedLinks;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.Outbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
          "dev/atelier/webhook/migrations");
  static final Principal CALLER =
      new Principal(TenantId.DEFAULT, new KeyId("key-1"), Scope.all(), Optional.empty());

  final FakeClock clock = FakeClock.fixed();
  final Database database = new Interposing(DirectDatabase.open(MIGRATIONS));
  private Runnable beforeWrite = () -> {};
  final JobQueue queue;
  final Ledger ledger = new Ledger(clock);
  final JobEvents events = new JobEvents();
  final Outbox outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
  final ArtifactStore artifacts;
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<FakeProvider> providers;
  private final Path directory;
  private final Settings settings;
  private boolean immediate;
  GatewayRuntime runtime;
  private int nodes;

  private World(Path directory, Settings settings, FakeProvider... providers) {
    this.directory = directory;
    this.settings = settings;
    this.providers = List.of(providers);
    this.queue = new JobQueue(QueueSettings.DEFAULT.withLengthMax(settings.queueMax()));
    this.artifacts = new ArtifactStore(directory, database, clock);
    this.runtime = node();
  }

  static World of(Path directory, FakeProvider... providers) {
    return new World(directory, Settings.DEFAULT, providers);
  }

  static World of(Path directory, Settings settings, FakeProvider... providers) {
    return new World(directory, settings, providers);
  }

  /** Somebody else comes between what was read and what is written next. */
  void beforeNextWrite(Runnable action) {
    beforeWrite = action;
  }

  /** The process dies and another starts on the same data. */
  void restart() {
    tasks.clear();
    runtime = node();
    runtime.recover().afterRestart();
  }

  /** Attempts run inside the call that starts them. */
  World immediate() {
    immediate = true;
    return this;
  }

  /** Does what is due until nothing is. */
  void work() {
    runtime.housekeeping().tick();
    do {
      List<Runnable> now = List.copyOf(tasks);
      tasks.clear();
      now.forEach(Runnable::run);
    } while (!tasks.isEmpty() || runtime.claims().step());
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
        Optional.empty(),
        false);
  }

  static Order order(String prompt) {
    return Order.of("gpt-image-2", prompt);
  }

  Job job(JobId id) {
    return database.read(tx -> queue.find(tx, id)).orElseThrow();
  }

  List<AttemptRow> attempts(JobId id) {
    return database.read(tx -> queue.attempts(tx, id));
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

  private GatewayRuntime node() {
    Catalog catalog = Catalog.builtIn();
    var budget = new PixelBudget(1, Duration.ofSeconds(5));
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
    var parts =
        new GatewayParts(
            database,
            queue,
            new Idempotency(),
            events,
            ledger,
            new Limits(LimitSettings.UNLIMITED, clock),
            outbox,
            catalog,
            new AccountPool(
                accounts,
                List.<Provider>copyOf(providers),
                catalog,
                Set.copyOf(settings.tiers().values()),
                clock),
            artifacts,
            new Transcoder(budget),
            settings.moderation(),
            new AdmissionGate(() -> false),
            GatewayObserver.NONE,
            GatewaySettings.DEFAULT,
            new Ids(UuidCreator::getTimeOrderedEpoch),
            "node-" + ++nodes,
            clock);
    var prepare =
        new PrepareInputs(
            database,
            artifacts,
            new SignedLinks(
                SecretKeyFile.loadOrCreate(directory, Optional.empty()).derive("links"), clock),
            new GuardedClient(true),
            new Decoder(),
            budget,
            InputLimits.DEFAULT,
            clock);
    Executor workers =
        task -> {
          if (immediate) {
            task.run();
          } else {
            tasks.add(task);
          }
        };
    return new GatewayRuntime(parts, prepare, workers);
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
      return inner.write(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return inner.read(work);
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
   */
  record Settings(int concurrency, int queueMax, Moderation moderation, Map<String, String> tiers) {
    static final Settings DEFAULT = new Settings(4, 100, Moderation.OFF);

    Settings(int concurrency, int queueMax, Moderation moderation) {
      this(concurrency, queueMax, moderation, Map.of());
    }
  }
}
