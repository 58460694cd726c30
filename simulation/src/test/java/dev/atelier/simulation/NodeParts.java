package dev.atelier.simulation;

import dev.atelier.catalog.Catalog;
import dev.atelier.database.Database;
import dev.atelier.gateway.AdmissionGate;
import dev.atelier.gateway.AttemptRetryPolicy;
import dev.atelier.gateway.GatewayObserver;
import dev.atelier.gateway.GatewayParts;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.Ids;
import dev.atelier.gateway.PrepareInputs;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.Ledger;
import dev.atelier.metering.LimitSettings;
import dev.atelier.metering.Limits;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.Idempotency;
import dev.atelier.queue.JobEvents;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.QueueSettings;
import dev.atelier.storage.DerivedKey;
import dev.atelier.storage.SignedLinks;
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
  private final AccountPool accounts;

  NodeParts(World world, Node node) {
    this.world = world;
    this.node = node;
    Catalog catalog = World.CATALOG;
    List<Provider> providers =
        Arrays.stream(Kind.values())
            .<Provider>map(kind -> new MoodyProvider(kind, node, world))
            .toList();
    this.accounts = new AccountPool(accounts(world), providers, catalog, world.clock());
  }

  AccountPool accounts() {
    return accounts;
  }

  GatewayRuntime runtime(Executor workers) {
    var settings = world.settings();
    Database database = world.database(node);
    var parts =
        new GatewayParts(
            database,
            new JobQueue(QueueSettings.DEFAULT.withLengthMax(settings.queueMax())),
            new Idempotency(),
            new JobEvents(),
            new Ledger(world.clock()),
            new Limits(LimitSettings.UNLIMITED, world.clock()),
            world.outbox(),
            World.CATALOG,
            accounts,
            world.store(),
            TRANSCODER,
            Moderation.OFF,
            new AdmissionGate(world::diskFull),
            GatewayObserver.NONE,
            new GatewaySettings(
                settings.startWithin(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(120),
                Duration.ofSeconds(300),
                settings.leaseFor(),
                GatewaySettings.DEFAULT.retention(),
                new AttemptRetryPolicy(
                    2, Duration.ofMillis(500), Duration.ofSeconds(2), settings.repeatUnknown())),
            new Ids(world::nextId),
            node.name(),
            world.clock());
    return new GatewayRuntime(parts, prepare(database), workers);
  }

  /** Orders here have no pictures to prepare. */
  private PrepareInputs prepare(Database database) {
    return new PrepareInputs(
        database,
        world.store(),
        new SignedLinks(List.of(new DerivedKey("links", new byte[32])), world.clock()),
        CLIENT,
        DECODER,
        BUDGET,
        InputLimits.DEFAULT,
        world.clock());
  }

  private static List<Account> accounts(World world) {
    var accounts = new ArrayList<Account>();
    for (Kind kind : world.settings().accounts()) {
      accounts.add(
          new Account(
              new AccountId(kind + "-" + accounts.size()),
              kind.name(),
              Optional.empty(),
              Set.of("tiny"),
              world.settings().concurrency(),
              Optional.empty(),
              1));
    }
    return accounts;
  }
}
