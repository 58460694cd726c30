package dev.atelier.api.openai;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.api.FileLinks;
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
import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.HttpService;
import dev.atelier.image.AccountId;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Transcoder;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/** The whole way of a request in this process: HTTP, dialect, gateway, SQLite, a fake upstream. */
final class LocalServer implements AutoCloseable {
  final FakeClock clock = FakeClock.fixed();
  final FakeProvider provider;
  final Queue<AccessRecord> accessLog = new ConcurrentLinkedQueue<>();
  final Path directory;
  final SqliteDatabase database;
  final Links links;
  final String key;
  private final Keys keys;
  private final ExecutorService workers = GatewayRuntime.virtualThreads();
  private final GatewayRuntime runtime;
  private final HttpService http;
  private final HttpClient client = HttpClient.newHttpClient();

  private LocalServer(Path directory, Setup setup) throws Exception {
    this.directory = directory;
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
    this.links =
        new Links(SecretKeyFile.loadOrCreate(directory, Optional.empty()).derive("links"), clock);
    this.keys = new Keys(database, clock, new Random(7));
    this.key = key(Scope.all(), Optional.empty());
    this.runtime = runtime(setup);
    this.runtime.start();
    var files =
        new FileLinks(
            links, Optional.empty(), Duration.ofHours(1), GatewaySettings.DEFAULT.keeping(), clock);
    var api =
        new OpenAiApi(runtime.gateway(), keys, Catalog.builtIn(), files, setup.settings(), clock);
    this.http = HttpService.builder().port(0).mount(api.mount()).accessLog(accessLog::add).build();
    this.http.start();
  }

  static LocalServer start(Path directory, UnaryOperator<Setup> change) throws Exception {
    return new LocalServer(directory, change.apply(Setup.standard()));
  }

  static LocalServer start(Path directory) throws Exception {
    return start(directory, setup -> setup);
  }

  private GatewayRuntime runtime(Setup setup) {
    var budget = new PixelBudget(2, Duration.ofSeconds(20));
    var artifacts = new ArtifactStore(directory, database, clock);
    var account =
        new Account(
            new AccountId(provider.name()),
            provider.name(),
            Optional.empty(),
            setup.models(),
            64,
            Optional.empty(),
            1);
    var parts =
        new GatewayParts(
            database,
            new JobQueue(QueueSettings.DEFAULT.withLengthMax(setup.queueMax())),
            new Idempotency(),
            new JobEvents(),
            new Ledger(clock),
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
            new GuardedClient(setup.privateNetworks()),
            new Decoder(),
            budget,
            InputLimits.DEFAULT,
            clock);
    return new GatewayRuntime(parts, prepare, workers);
  }

  /** A new key of the default tenant. */
  String key(Set<Scope> scopes, Optional<String> profile) {
    return database
        .write(tx -> keys.create(tx, TenantId.DEFAULT, "test", scopes, Optional.empty(), profile))
        .secret();
  }

  void budget(long micros) {
    database.write(tx -> new Tenants(clock).budget(tx, TenantId.DEFAULT, OptionalLong.of(micros)));
  }

  Gateway gateway() {
    return runtime.gateway();
  }

  URI uri(String path) {
    return http.uri().resolve(path);
  }

  int port() {
    return http.port();
  }

  HttpService http() {
    return http;
  }

  Answer generate(String json) throws Exception {
    return send(json("/v1/images/generations", json));
  }

  Answer edit(String json) throws Exception {
    return send(json("/v1/images/edits", json));
  }

  Answer edit(FormBody form) throws Exception {
    return send(
        request("/v1/images/edits")
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  /** A request with the default key. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key);
  }

  HttpRequest.Builder json(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    return new Answer(client.send(request.build(), BodyHandlers.ofString()));
  }

  /** What the access log says of an answer; it is written after the client has it. */
  Optional<AccessRecord> logged(Answer answer) {
    return accessLog.stream()
        .filter(one -> answer.header("x-request-id").filter(one.requestId()::equals).isPresent())
        .findFirst();
  }

  /** Files that were begun and neither stored nor deleted. */
  long stagedFiles() throws Exception {
    Path staged = directory.resolve("staged");
    if (!Files.exists(staged)) {
      return 0;
    }
    try (var files = Files.walk(staged)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Override
  public void close() {
    client.close();
    http.close();
    runtime.close();
    workers.shutdownNow();
    database.close();
  }

  /** What differs between servers. */
  record Setup(
      FakeProvider provider,
      OpenAiSettings settings,
      LimitSettings limits,
      Moderation moderation,
      Set<String> models,
      int queueMax,
      boolean diskFull,
      boolean privateNetworks) {
    static Setup standard() {
      return new Setup(
          FakeProvider.paid(),
          OpenAiSettings.DEFAULT,
          LimitSettings.UNLIMITED,
          Moderation.OFF,
          Set.of(),
          100,
          false,
          true);
    }

    Setup with(FakeProvider other) {
      return new Setup(
          other, settings, limits, moderation, models, queueMax, diskFull, privateNetworks);
    }

    Setup with(OpenAiSettings other) {
      return new Setup(
          provider, other, limits, moderation, models, queueMax, diskFull, privateNetworks);
    }

    Setup with(LimitSettings other) {
      return new Setup(
          provider, settings, other, moderation, models, queueMax, diskFull, privateNetworks);
    }

    Setup with(Moderation other) {
      return new Setup(
          provider, settings, limits, other, models, queueMax, diskFull, privateNetworks);
    }

    Setup withModels(String... other) {
      return new Setup(
          provider,
          settings,
          limits,
          moderation,
          Set.of(other),
          queueMax,
          diskFull,
          privateNetworks);
    }

    Setup withDiskFull() {
      return new Setup(
          provider, settings, limits, moderation, models, queueMax, true, privateNetworks);
    }

    Setup withoutPrivateNetworks() {
      return new Setup(provider, settings, limits, moderation, models, queueMax, diskFull, false);
    }
  }
}
