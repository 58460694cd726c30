package dev.atelier.api;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.api.apimart.ApiMartApi;
import dev.atelier.api.apimart.ApiMartSettings;
import dev.atelier.api.openai.OpenAiApi;
import dev.atelier.api.openai.OpenAiSettings;
import dev.atelier.api.seaart.SeaArtApi;
import dev.atelier.catalog.Catalog;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.GatewayObserver;
import dev.atelier.gateway.GatewayParts;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.Ids;
import dev.atelier.gateway.Intake;
import dev.atelier.gateway.PrepareInputs;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.server.HttpService;
import dev.atelier.image.AccountId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.Charge;
import dev.atelier.metering.Keys;
import dev.atelier.metering.Ledger;
import dev.atelier.metering.LimitSettings;
import dev.atelier.metering.Limits;
import dev.atelier.metering.Scope;
import dev.atelier.metering.Tenants;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.Account;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.queue.Idempotency;
import dev.atelier.queue.JobEvents;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobState;
import dev.atelier.queue.QueueSettings;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.Links;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.Outbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Every dialect over one gateway in this process: HTTP, SQLite, files, a fake upstream. */
public final class ApiServer implements AutoCloseable {
  private static final long BODY_MAX = 64L << 20;
  private static final Duration LINKS_LAST = Duration.ofDays(1);

  public final FakeClock clock = FakeClock.fixed();
  public final FakeProvider provider;
  public final String key;
  private final SqliteDatabase database;
  private final ArtifactStore artifacts;
  private final Links links;
  private final Keys keys;
  private final Ledger ledger = new Ledger(clock);
  private final ExecutorService workers = GatewayRuntime.virtualThreads();
  private final GatewayRuntime runtime;
  private final HttpService http;
  private final HttpClient client = HttpClient.newHttpClient();

  private ApiServer(Path directory, Setup setup) throws Exception {
    this.provider = setup.provider();
    this.database =
        SqliteDatabase.open(
            directory.resolve("atelier.db"),
            List.of(
                "classpath:dev/atelier/storage/migrations",
                "classpath:dev/atelier/metering/migrations",
                "classpath:dev/atelier/queue/migrations",
                "classpath:dev/atelier/webhook/migrations"),
            SqliteOptions.DEFAULT);
    this.artifacts = new ArtifactStore(directory, database, clock);
    this.links =
        new Links(SecretKeyFile.loadOrCreate(directory, Optional.empty()).derive("links"), clock);
    this.keys = new Keys(database, clock, new Random(7));
    this.key = key(TenantId.DEFAULT, Scope.all());
    this.runtime = runtime(setup);
    this.runtime.start();
    var files =
        new FileLinks(
            links, Optional.empty(), LINKS_LAST, GatewaySettings.DEFAULT.keeping(), clock);
    this.http =
        HttpService.builder()
            .port(0)
            .mount(
                new OpenAiApi(
                        gateway(), keys, Catalog.builtIn(), files, OpenAiSettings.DEFAULT, clock)
                    .mount())
            .mount(new SeaArtApi(gateway(), keys, files, BODY_MAX).mount())
            .mount(
                new ApiMartApi(
                        gateway(),
                        keys,
                        Catalog.builtIn(),
                        files,
                        new ApiMartSettings(BODY_MAX, Duration.ofDays(7)),
                        clock)
                    .mount())
            .build();
    this.http.start();
  }

  public static ApiServer start(Path directory) throws Exception {
    return start(directory, setup -> setup);
  }

  public static ApiServer start(Path directory, UnaryOperator<Setup> change) throws Exception {
    return new ApiServer(directory, change.apply(Setup.standard()));
  }

  private GatewayRuntime runtime(Setup setup) {
    var budget = new PixelBudget(2, Duration.ofSeconds(20));
    var account =
        new Account(
            new AccountId(provider.name()),
            provider.name(),
            Optional.empty(),
            setup.models(),
            setup.concurrency(),
            Optional.empty(),
            1);
    var parts =
        new GatewayParts(
            database,
            new JobQueue(QueueSettings.DEFAULT.withLengthMax(setup.queueMax())),
            new Idempotency(),
            new JobEvents(),
            ledger,
            new Limits(setup.limits(), clock),
            new Outbox(UuidCreator::getTimeOrderedEpoch),
            Catalog.builtIn(),
            new AccountPool(List.of(account), List.of(provider), Catalog.builtIn(), clock),
            artifacts,
            new Transcoder(budget),
            setup.moderation(),
            new Intake(setup::diskFull),
            GatewayObserver.NONE,
            GatewaySettings.DEFAULT,
            new Ids(UuidCreator::getTimeOrderedEpoch),
            "node-1",
            clock);
    var prepare =
        new PrepareInputs(
            database,
            artifacts,
            links,
            new GuardedClient(true),
            new Decoder(),
            budget,
            InputLimits.DEFAULT,
            clock);
    return new GatewayRuntime(parts, prepare, workers);
  }

  public Gateway gateway() {
    return runtime.gateway();
  }

  /** A new key, of a tenant that is made if need be. */
  public String key(TenantId tenant, Set<Scope> scopes) {
    return key(tenant, scopes, Optional.empty());
  }

  /** A new key whose clients expect what {@code profile} names. */
  public String key(TenantId tenant, Set<Scope> scopes, Optional<String> profile) {
    return database
        .write(tx -> {
          if (!tenant.equals(TenantId.DEFAULT)) {
            new Tenants(clock).create(tx, tenant, tenant.value());
          }
          return keys.create(tx, tenant, "test", scopes, Optional.empty(), profile);
        })
        .secret();
  }

  public void budget(long micros) {
    database.write(tx -> new Tenants(clock).budget(tx, TenantId.DEFAULT, OptionalLong.of(micros)));
  }

  public List<Charge> charges(JobId job) {
    return database.read(tx -> ledger.charges(tx, TenantId.DEFAULT, job));
  }

  /** How many jobs there are, in whatever state. */
  public int jobs() {
    return gateway()
        .find()
        .list(keys.authenticate(Optional.of(key)), Optional.empty(), Optional.empty(), 1_000)
        .size();
  }

  public JobState state(JobId job) {
    return gateway().find().find(keys.authenticate(Optional.of(key)), job).orElseThrow().state();
  }

  /** What lies behind a link of ours, if it is signed and not expired. */
  public Optional<ImageInfo> picture(String link) throws Exception {
    URI uri = URI.create(link);
    Map<String, String> query =
        Arrays.stream(uri.getRawQuery().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    var found =
        links
            .verify(uri.getRawPath(), query)
            .flatMap(id -> database.read(tx -> artifacts.find(tx, id)));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(Probe.read(artifacts.path(found.get().hash())));
  }

  /** Deletes what has expired, with the files that nothing refers to any more. */
  public void sweep() {
    artifacts.sweep(clock.instant(), 1_000);
  }

  public URI uri(String path) {
    return http.uri().resolve(path);
  }

  /** A request with the default key. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  public Reply post(String path, String json) throws Exception {
    return send(json(path, json));
  }

  public HttpRequest.Builder json(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  public Reply get(String path) throws Exception {
    return send(request(path).GET());
  }

  public Reply put(String path) throws Exception {
    return send(request(path).PUT(BodyPublishers.noBody()));
  }

  public Reply send(HttpRequest.Builder request) throws Exception {
    return new Reply(client.send(request.build(), BodyHandlers.ofString()));
  }

  public byte[] bytes(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray()).body();
  }

  @Override
  public void close() {
    client.close();
    http.close();
    runtime.close();
    workers.shutdownNow();
    awaitWorkers();
    database.close();
  }

  /** Nothing may be written any more when the directory is deleted. */
  private void awaitWorkers() {
    try {
      if (!workers.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("an attempt does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What differs between servers. */
  public record Setup(
      FakeProvider provider,
      LimitSettings limits,
      Moderation moderation,
      Set<String> models,
      int concurrency,
      int queueMax,
      boolean diskFull) {
    static Setup standard() {
      return new Setup(
          FakeProvider.paid(), LimitSettings.UNLIMITED, Moderation.OFF, Set.of(), 64, 100, false);
    }

    public Setup with(FakeProvider other) {
      return new Setup(other, limits, moderation, models, concurrency, queueMax, diskFull);
    }

    public Setup with(LimitSettings other) {
      return new Setup(provider, other, moderation, models, concurrency, queueMax, diskFull);
    }

    public Setup with(Moderation other) {
      return new Setup(provider, limits, other, models, concurrency, queueMax, diskFull);
    }

    public Setup withModels(String... other) {
      return new Setup(
          provider, limits, moderation, Set.of(other), concurrency, queueMax, diskFull);
    }

    public Setup withConcurrency(int other) {
      return new Setup(provider, limits, moderation, models, other, queueMax, diskFull);
    }

    public Setup withQueueMax(int other) {
      return new Setup(provider, limits, moderation, models, concurrency, other, diskFull);
    }

    public Setup withDiskFull() {
      return new Setup(provider, limits, moderation, models, concurrency, queueMax, true);
    }
  }
}
