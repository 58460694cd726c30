package dev.atelier.server.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.GatewayBuilder;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.attempt.AroundCall;
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
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.metering.limit.Limits;
import dev.atelier.metering.limit.ShareLimits;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.provider.Provider;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.telemetry.TracingSettings;
import dev.atelier.server.telemetry.UpstreamSpans;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What works on jobs: the accounts and the gateway over them. */
public record GatewayModule(
    GatewayRuntime runtime,
    AdmissionGate gate,
    AccountsModule accounts,
    Catalog catalog,
    PriceBook prices,
    GatewaySettings settings,
    ModerationModule moderation,
    Optional<ShareLimits> sharedLimits) {

  /**
   * @param extra further providers, each given one account of its own name; they replace the
   *     sandbox
   * @param workers runs one call per task
   */
  public static GatewayModule of(
      ServerConfig config,
      StorageModule storage,
      Catalog catalog,
      List<Provider> extra,
      GuardedClient client,
      GatewayObserver observer,
      Executor workers) {
    var clock = InstantSource.system();
    var budget = PixelBudget.ofCores();
    var decoder = new Decoder();
    var gate =
        new AdmissionGate(storage.artifacts()::problem, storage.artifacts()::contentsProblem);
    GatewaySettings settings = settings(config);
    var prepare =
        new PrepareInputs(
            storage.database(),
            storage.artifacts(),
            storage.links(),
            client,
            new InputCheck(decoder, budget, InputLimits.DEFAULT),
            clock);
    JobStore store = store(config, storage);
    var builder =
        new GatewayBuilder(
                store,
                new Announcements(new JobEvents(), storage.rows().outbox(), observer),
                gate,
                settings,
                Clocks.system(clock))
            .with(PrivacyModule.texts(storage.textHash()))
            .with(around(config))
            .ofVersion(ProgramVersion.TEXT);
    AccountsModule accounts =
        AccountsModule.of(config, storage, store.node(), catalog, extra, client, budget);
    ModerationModule moderation =
        ModerationModule.of(
            config.moderation(), ClassifierModule.of(config.classifier(), budget, decoder));
    var prices = new PriceBook(storage.database(), catalog, clock);
    var limits = new Limits(limits(config), storage.rows().limits(), clock);
    GatewayRuntime runtime =
        builder.build(
            new GatewayBuilder.Trade(
                catalog,
                prices,
                new SignedQuotes(storage.quoteKeys(), config.quotesHold(), clock),
                new Ledger(clock),
                limits,
                moderation.moderation()),
            new GatewayBuilder.Makers(accounts.pool(), workers),
            new GatewayBuilder.Images(
                storage.artifacts(), new Transcoder(budget, decoder), prepare));
    Optional<ShareLimits> sharedLimits =
        store.shared()
            ? Optional.of(new ShareLimits(store.database(), limits, store.node(), clock))
            : Optional.empty();
    return new GatewayModule(
        runtime, gate, accounts, catalog, prices, settings, moderation, sharedLimits);
  }

  /** Upstreams are told of traces where that is wanted. */
  private static AroundCall around(ServerConfig config) {
    return config.tracing().filter(TracingSettings::propagate).isPresent()
        ? new UpstreamSpans()
        : AroundCall.NONE;
  }

  private static JobStore store(ServerConfig config, StorageModule storage) {
    String place = storage.rows().shared() ? NodeName.place(config.data()) : "";
    return new JobStore(
        storage.database(),
        storage.queue(),
        (place.isEmpty() ? "node-" : place) + UuidCreator.getTimeOrderedEpoch(),
        place,
        config.queue().lease(),
        new Ids(UuidCreator::getTimeOrderedEpoch));
  }

  private static LimitSettings limits(ServerConfig config) {
    return new LimitSettings(
        new Allowance(
            config.limits().requestsPerMinute(),
            config.limits().imagesPerMinute(),
            config.limits().concurrency()),
        Allowance.UNLIMITED);
  }

  private static GatewaySettings settings(ServerConfig config) {
    return new GatewaySettings(
        config.queue().startWithin(),
        config.queue().syncWaitMax(),
        config.queue().lease().dividedBy(3),
        GatewaySettings.DEFAULT.attempts().with(config.delivery()),
        new RetentionPolicy(config.results().kept(), config.results().retainedForGood()),
        CommitRetry.DEFAULT);
  }
}
