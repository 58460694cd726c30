package dev.atelier.api;

import dev.atelier.api.apimart.ApiMartSettings;
import dev.atelier.api.apimart.Callbacks;
import dev.atelier.api.openai.OpenAiSettings;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.runware.RunwareSettings;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.AccountId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.metering.limit.Limits;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Provider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.account.AccountPreference;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.testkit.FakeClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What differs between {@link ApiServer}s; its public methods change it and return it. */
public final class Setup {
  private final List<Upstream> upstreams = new ArrayList<>();
  private OpenAiSettings openAi = OpenAiSettings.DEFAULT;
  private Strictness strictness = Strictness.LENIENT;
  private LimitSettings limits = LimitSettings.UNLIMITED;
  private Moderation moderation = Moderation.OFF;
  private Set<String> models = Set.of();
  private GuardedClient client = new GuardedClient(true);
  private GuardedClient receivers = new GuardedClient(false, Setup::resolve);
  private Duration tasksKept = Duration.ofDays(7);
  private Optional<Callbacks> callbacks = Optional.empty();
  private RunwareSettings runware = RunwareSettings.DEFAULT;
  private RetentionPolicy retention = GatewaySettings.DEFAULT.retention();
  private int concurrency = 64;
  private int queueMax = 100;
  private boolean diskFull;

  Setup() {
    with(FakeProvider.paid());
  }

  public Setup withoutUpstreams() {
    upstreams.clear();
    return this;
  }

  /** The only upstream. */
  public Setup with(FakeProvider only) {
    withoutUpstreams();
    upstreams.add(new Upstream(only, Optional.empty()));
    return this;
  }

  /** One more upstream, whose account has this tier label. */
  public Setup and(FakeProvider other, String tier) {
    upstreams.add(new Upstream(other, Optional.of(tier)));
    return this;
  }

  public Setup with(OpenAiSettings settings) {
    openAi = settings;
    return this;
  }

  /** Every API reads what it documents and no more. */
  public Setup withStrict() {
    strictness = Strictness.STRICT;
    openAi = openAi.with(strictness);
    return this;
  }

  Strictness strictness() {
    return strictness;
  }

  public Setup with(LimitSettings settings) {
    limits = settings;
    return this;
  }

  public Setup with(Moderation policies) {
    moderation = policies;
    return this;
  }

  /** Fetches what users' URLs name. */
  public Setup with(GuardedClient guarded) {
    client = guarded;
    return this;
  }

  public Setup withModels(String... ids) {
    models = Set.of(ids);
    return this;
  }

  public Setup withConcurrency(int calls) {
    concurrency = calls;
    return this;
  }

  public Setup withQueueMax(int jobs) {
    queueMax = jobs;
    return this;
  }

  public Setup withDiskFull() {
    diskFull = true;
    return this;
  }

  public Setup withoutPrivateNetworks() {
    return with(new GuardedClient(false));
  }

  /**
   * Knows what our own API may send to; without it {@code hooks.example} is public and {@code
   * inside.example} is not.
   */
  public Setup withReceivers(GuardedClient guarded) {
    receivers = guarded;
    return this;
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    return switch (host) {
      case "hooks.example" -> List.of(InetAddress.ofLiteral("1.1.1.1"));
      case "inside.example" -> List.of(InetAddress.ofLiteral("10.0.0.7"));
      default -> throw new UnknownHostException(host);
    };
  }

  public Setup with(RunwareSettings settings) {
    runware = settings;
    return this;
  }

  /** Whom APIMart's tasks may ask to be called. */
  public Setup with(Callbacks allowed) {
    callbacks = Optional.of(allowed);
    return this;
  }

  /** How long APIMart's tasks can be asked about. */
  public Setup withTasksKept(Duration time) {
    tasksKept = time;
    return this;
  }

  /** The links to the default tenant's results do not expire by themselves. */
  public Setup withLinksForGood() {
    retention = new RetentionPolicy(retention.usual(), Set.of(TenantId.DEFAULT));
    return this;
  }

  /** The first upstream, which the tests script. */
  FakeProvider provider() {
    return upstreams.getFirst().provider();
  }

  OpenAiSettings openAi() {
    return openAi;
  }

  RunwareSettings runware() {
    return runware.with(strictness);
  }

  ApiMartSettings apiMart(long bodyBytesMax) {
    return new ApiMartSettings(bodyBytesMax, tasksKept, callbacks, strictness);
  }

  Limits limits(LimitBook book, FakeClock clock) {
    return new Limits(limits, book, clock);
  }

  JobQueue queue() {
    return new JobQueue(QueueSettings.DEFAULT.withLengthMax(queueMax, queueMax));
  }

  Moderation moderation() {
    return moderation;
  }

  AdmissionGate admissionGate() {
    return AdmissionGate.ofDisk(() -> diskFull);
  }

  GuardedClient client() {
    return client;
  }

  RetentionPolicy retention() {
    return retention;
  }

  GuardedClient receivers() {
    return receivers;
  }

  AccountPool accounts(FakeClock clock) {
    return new AccountPool(
        upstreams.stream().map(one -> one.account(models, concurrency)).toList(),
        upstreams.stream().<Provider>map(Upstream::provider).toList(),
        Catalog.builtIn(),
        Set.of(ApiMartTerms.OFFICIAL_TIER),
        AccountPreference.DEFAULT,
        clock);
  }

  /** A provider with its one account. */
  private record Upstream(FakeProvider provider, Optional<String> tier) {
    Account account(Set<String> models, int concurrency) {
      return new Account(
          new AccountId(provider.name()),
          provider.name(),
          Optional.empty(),
          models,
          concurrency,
          tier,
          1);
    }
  }
}
