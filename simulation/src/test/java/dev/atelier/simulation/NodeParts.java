package dev.atelier.simulation;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.gateway.GatewayBuilder;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.attempt.AttemptRetryPolicy;
import dev.atelier.gateway.attempt.AttemptSettings;
import dev.atelier.gateway.attempt.DeliveryPolicy;
import dev.atelier.gateway.attempt.DeliveryPolicy.Repeated;
import dev.atelier.gateway.attempt.DeliveryPolicy.WrongSize;
import dev.atelier.gateway.input.InputCheck;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.metering.limit.Limits;
import dev.atelier.metering.limit.ShareLimits;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.AccountPreference;
import dev.atelier.provider.shared.SharedAccounts;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.storage.DerivedKey;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.SigningKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The parts of one node: everything real but database, clock, upstreams and threads. */
final class NodeParts {
  private static final PixelBudget BUDGET = new PixelBudget(1, Duration.ofMinutes(1));
  private static final Transcoder TRANSCODER = new Transcoder(BUDGET);
  private static final Decoder DECODER = new Decoder();
  private static final GuardedClient CLIENT = new GuardedClient(false);

  private final World world;
  private final Node node;
  private final AdmissionGate gate;
  private final Database database;
  private final AccountPool accounts;
  private final PriceBook prices;
  private final Limits limits;
  private final Optional<ShareLimits> sharedLimits;

  NodeParts(World world, Node node) {
    this.world = world;
    this.node = node;
    Catalog catalog = World.CATALOG;
    var watch = new AccountWatch(world, node);
    List<Provider> providers =
        Arrays.stream(Kind.values())
            .<Provider>map(kind -> new MoodyProvider(kind, node, watch, world))
            .toList();
    this.gate = AdmissionGate.ofDisk(world::diskFull);
    this.database = world.database(node);
    this.prices = new PriceBook(database, catalog, node.clock());
    this.limits = new Limits(LimitSettings.UNLIMITED, new LimitBook(database), node.clock());
    this.accounts =
        new AccountPool(
            accounts(world),
            providers,
            catalog,
            Set.of(),
            AccountPreference.DEFAULT,
            world.shared()
                ? Optional.of(new SharedAccounts(database, node.name()))
                : Optional.empty(),
            node.clock());
    this.sharedLimits = world.shared() ? Optional.of(sharing(database, node)) : Optional.empty();
  }

  private ShareLimits sharing(Database database, Node node) {
    return new ShareLimits(database, limits, node.name(), node.clock());
  }

  AdmissionGate gate() {
    return gate;
  }

  /** How it shares its limits by the minute, where there is anybody to share them with. */
  Optional<ShareLimits> sharedLimits() {
    return sharedLimits;
  }

  PriceBook prices() {
    return prices;
  }

  AccountPool accounts() {
    return accounts;
  }

  GatewayRuntime runtime(Executor workers) {
    var settings = world.settings();
    var store =
        new JobStore(
            database,
            new JobQueue(
                QueueSettings.DEFAULT.withLengthMax(settings.queueMax(), settings.queueMax())),
            node.name(),
            world.shared() ? node.place() : "",
            settings.leaseFor(),
            new Ids(node::nextId));
    return new GatewayBuilder(
            store,
            new Announcements(new JobEvents(), world.outbox(), GatewayObserver.NONE),
            gate,
            world.sabotage().of(gateway(settings)),
            new Clocks(node.clock(), node.clock()::nanos, this::sleep))
        .build(
            new GatewayBuilder.Trade(
                World.CATALOG,
                prices,
                new SignedQuotes(
                    new SigningKeys(List.of(new DerivedKey("quotes", new byte[32]))),
                    Duration.ofMinutes(15),
                    node.clock()),
                new Ledger(node.clock()),
                limits,
                Moderation.OFF),
            new GatewayBuilder.Makers(accounts, workers),
            new GatewayBuilder.Images(world.store(), TRANSCODER, prepare()));
  }

  private static GatewaySettings gateway(SimulationSettings settings) {
    return new GatewaySettings(
        settings.startWithin(),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        new AttemptSettings(
            Duration.ofSeconds(120),
            Duration.ofSeconds(300),
            SimulationSettings.RESUME_FOR,
            settings.callsPerJob(),
            new AttemptRetryPolicy(
                2, Duration.ofMillis(500), Duration.ofSeconds(2), settings.repeatUnknown()),
            new DeliveryPolicy(WrongSize.RESAMPLE, Repeated.REORDER, 1)),
        GatewaySettings.DEFAULT.retention(),
        new CommitRetry(
            settings.commitRetry().compareTo(Duration.ofMinutes(1)) < 0
                ? Duration.ofMillis(500)
                : Duration.ofSeconds(5),
            settings.commitRetry()));
  }

  /** Time passes for all, and others go on meanwhile. */
  private void sleep(Duration time) throws InterruptedException {
    node.requireAlive();
    world.pass(time);
    world.steps().some();
    node.requireAlive();
  }

  /** Orders here have no pictures to prepare. */
  private PrepareInputs prepare() {
    return new PrepareInputs(
        database,
        world.store(),
        new SignedLinks(List.of(new DerivedKey("links", new byte[32])), node.clock()),
        CLIENT,
        new InputCheck(DECODER, BUDGET, InputLimits.DEFAULT),
        node.clock());
  }

  private static List<Account> accounts(World world) {
    var accounts = new ArrayList<Account>();
    for (SimulatedAccount account : world.settings().accounts()) {
      accounts.add(
          new Account(
              new AccountId(account.kind() + "-" + accounts.size()),
              account.kind().name(),
              Optional.empty(),
              Set.of("tiny"),
              world.settings().concurrency(),
              Optional.empty(),
              1));
    }
    return accounts;
  }
}
