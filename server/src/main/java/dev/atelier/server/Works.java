package dev.atelier.server;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.api.apimart.ApiMartApi;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.AdmissionGate;
import dev.atelier.gateway.AttemptRetryPolicy;
import dev.atelier.gateway.GatewayObserver;
import dev.atelier.gateway.GatewayParts;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.Ids;
import dev.atelier.gateway.PrepareInputs;
import dev.atelier.gateway.RetentionPolicy;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.ModerationLevel;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.Allowance;
import dev.atelier.metering.Ledger;
import dev.atelier.metering.LimitSettings;
import dev.atelier.metering.Limits;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import dev.atelier.provider.Account;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.providers.sandbox.SandboxProvider;
import dev.atelier.providers.sandbox.SandboxSettings;
import dev.atelier.queue.Idempotency;
import dev.atelier.queue.JobEvents;
import dev.atelier.server.config.ServerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What works on jobs: the gateway's parts and the preparation of inputs. */
record Works(GatewayParts parts, PrepareInputs prepare) {

  static Works of(
      ServerConfig config,
      Store store,
      Catalog catalog,
      List<Provider> extra,
      GuardedClient client,
      GatewayObserver observer,
      InstantSource clock) {
    var budget = PixelBudget.ofCores();
    var decoder = new Decoder();
    var parts =
        new GatewayParts(
            store.database(),
            store.queue(),
            new Idempotency(),
            new JobEvents(),
            new Ledger(clock),
            new Limits(limits(config), clock),
            store.records().outbox(),
            catalog,
            accounts(config, extra, budget, catalog, clock),
            store.artifacts(),
            new Transcoder(budget, decoder),
            moderation(config),
            new AdmissionGate(store.artifacts()::full),
            observer,
            settings(config),
            new Ids(UuidCreator::getTimeOrderedEpoch),
            "node-" + UuidCreator.getTimeOrderedEpoch(),
            clock);
    var prepare =
        new PrepareInputs(
            store.database(),
            store.artifacts(),
            store.links(),
            client,
            decoder,
            budget,
            InputLimits.DEFAULT,
            clock);
    return new Works(parts, prepare);
  }

  /** The sandbox makes pictures only where nobody else does. */
  private static AccountPool accounts(
      ServerConfig config,
      List<Provider> extra,
      PixelBudget budget,
      Catalog catalog,
      InstantSource clock) {
    var providers = new ArrayList<Provider>(extra);
    var accounts = new ArrayList<Account>();
    extra.forEach(provider -> accounts.add(account(provider.name(), 10_000)));
    if (accounts.isEmpty() && config.sandbox().enabled()) {
      providers.add(new SandboxProvider(new SandboxSettings(config.sandbox().pace()), budget));
      accounts.add(account("sandbox", config.sandbox().concurrency()));
    }
    return new AccountPool(accounts, providers, catalog, Set.of(ApiMartApi.OFFICIAL_TIER), clock);
  }

  private static Account account(String provider, int concurrency) {
    return new Account(
        new AccountId(provider),
        provider,
        Optional.empty(),
        Set.of(),
        concurrency,
        Optional.empty(),
        1);
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
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        new RetentionPolicy(config.results().kept(), config.results().retainedForGood()),
        AttemptRetryPolicy.DEFAULT);
  }

  private static Moderation moderation(ServerConfig config) {
    return Moderation.of(
        new ModerationSettings(config.moderation().stream().map(Works::rule).toList()));
  }

  private static Rule rule(ServerConfig.ModerationRule rule) {
    Set<ModerationLevel> levels =
        rule.levels().isEmpty()
            ? Set.of(ModerationLevel.values())
            : rule.levels().stream()
                .map(word -> ModerationLevel.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                .collect(Collectors.toSet());
    return new Rule(rule.category(), rule.phrases(), levels);
  }
}
