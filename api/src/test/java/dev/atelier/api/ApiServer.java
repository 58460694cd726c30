package dev.atelier.api;

import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.api.apimart.ApiMartApi;
import dev.atelier.api.atelier.AccountsApi;
import dev.atelier.api.atelier.AdminApi;
import dev.atelier.api.atelier.AtelierApi;
import dev.atelier.api.atelier.AtelierSettings;
import dev.atelier.api.atelier.ModelsApi;
import dev.atelier.api.atelier.ModerationApi;
import dev.atelier.api.atelier.SessionApi;
import dev.atelier.api.atelier.SettingsApi;
import dev.atelier.api.openai.OpenAiApi;
import dev.atelier.api.responses.ResponsesApi;
import dev.atelier.api.runware.RunwareApi;
import dev.atelier.api.seaart.SeaArtApi;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.catalog.Catalog;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.GatewayBuilder;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.admin.ManagePrivacy;
import dev.atelier.gateway.admin.ManageSessions;
import dev.atelier.gateway.input.InputCheck;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.gateway.job.Announcements;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.privacy.KeyedTextHash;
import dev.atelier.gateway.settle.CommitRetry;
import dev.atelier.http.client.Content;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.Transcoder;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.ledger.Balance;
import dev.atelier.metering.ledger.Budgets;
import dev.atelier.metering.ledger.Charge;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.ledger.Period;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.metering.price.PriceBook;
import dev.atelier.metering.session.SessionSettings;
import dev.atelier.metering.session.SessionStore;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.account.AccountPool;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.provider.registry.LiveAccounts;
import dev.atelier.provider.registry.ManageAccounts;
import dev.atelier.provider.registry.SecretSource;
import dev.atelier.queue.EraseText;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.JobState;
import dev.atelier.queue.TextHash;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.queue.events.JobEvents;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.DerivedKey;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SecretKeys;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.SigningKeys;
import dev.atelier.storage.StorageOptions;
import dev.atelier.testkit.FakeClock;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.dispatch.DispatchObserver;
import dev.atelier.webhook.dispatch.DispatchSettings;
import dev.atelier.webhook.dispatch.Message;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import dev.atelier.webhook.dispatch.Signatures;
import dev.atelier.webhook.dispatch.Transport;
import dev.atelier.webhook.dispatch.UploadHeaders;
import dev.atelier.webhook.dispatch.UploadRenderer;
import dev.atelier.webhook.dispatch.WebhookDispatcher;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every dialect over one gateway in this process: HTTP, SQLite, files, a fake upstream. */
public final class ApiServer implements Calls, AutoCloseable {
  private static final long BODY_MAX = 64L << 20;
  private static final Duration LINKS_LAST = Duration.ofDays(1);

  private static final AuditLog AUDIT = new AuditLog(UuidCreator::getTimeOrderedEpoch);

  private static final TextHash TEXT_HASH =
      new KeyedTextHash(List.of(new DerivedKey("test", new byte[32])));

  public final FakeClock clock = FakeClock.fixed();
  public final FakeProvider provider;
  public final Queue<AccessRecord> accessLog = new ConcurrentLinkedQueue<>();
  public final String key;
  private final Path directory;
  private final CountedDatabase database;
  private final ArtifactStore artifacts;
  private final SignedLinks links;
  private final SigningKeys quoteKeys;
  private final PriceBook prices;
  private final Keys keys;
  private final LimitBook limits;
  private final Ledger ledger = new Ledger(clock);
  private final Outbox outbox = new Outbox(UuidCreator::getTimeOrderedEpoch);
  private final Signatures signatures;
  private final AtelierApi own;
  private final AccountsApi accounts;
  private final ModerationApi moderation;
  private final ModelsApi models;
  private final SessionStore sessionStore;
  private final BrowserSessions sessions;
  private final Authenticator callers;
  private final ExecutorService workers = GatewayRuntime.virtualThreads();
  private final GatewayRuntime runtime;
  private final HttpService http;
  private final WebhookDispatcher dispatcher;
  private final Map<String, PayloadRenderer> renderers;
  private final Supplier<RunwareApi> newRunware;
  private final HttpClient client = HttpClient.newHttpClient();

  private static final SettingsApi.About ABOUT =
      new SettingsApi.About(
          List.of(
              new SettingsApi.Setting("port", "0", "command_line", "8080", "port to listen on"),
              new SettingsApi.Setting("models", "", "default", "", "directory of models")),
          Map.of(
              "atelier", "0", "java", "25", "system", "any", "database", "any", "storage", "files"),
          () -> List.of(new SettingsApi.Check("database", false, "away")));

  private ApiServer(Path directory, Setup setup) throws Exception {
    this.directory = directory;
    this.provider = setup.provider();
    this.database =
        new CountedDatabase(
            SqliteDatabase.open(
                directory.resolve("atelier.db"),
                List.of(
                    "classpath:dev/atelier/storage/migrations",
                    "classpath:dev/atelier/metering/migrations",
                    "classpath:dev/atelier/queue/migrations",
                    "classpath:dev/atelier/webhook/migrations",
                    "classpath:dev/atelier/provider/registry/migrations"),
                SqliteOptions.DEFAULT.withClock(clock)));
    this.artifacts =
        new ArtifactStore(directory, database, clock, new Random(6), StorageOptions.DEFAULT);
    SecretKeys secrets = SecretKeyFile.loadOrCreate(directory, Optional.empty());
    this.links = new SignedLinks(secrets.derive("links"), clock);
    this.quoteKeys = new SigningKeys(secrets.derive("quotes"));
    this.prices = new PriceBook(database, Catalog.builtIn(), clock);
    this.signatures = new Signatures(secrets.derive("webhooks"));
    this.keys = new Keys(database, clock, new Random(7));
    this.sessionStore =
        new SessionStore(database, clock, new Random(8), SessionSettings.DEFAULT, Optional.empty());
    this.sessions = new BrowserSessions(AtelierApi.PATH, sessionStore);
    this.callers = new Authenticator(keys, sessions, Dialect.ATELIER);
    this.limits = new LimitBook(database);
    this.key = key(TenantId.DEFAULT, Scope.all());
    this.runtime = runtime(setup);
    this.runtime.start();
    var files = new FileLinks(links, Optional.empty(), LINKS_LAST, setup.retention(), clock);
    var apiMart = apiMart(setup, files);
    this.own =
        new AtelierApi(
            gateway(),
            webhooks(setup),
            callers,
            Catalog.builtIn(),
            files,
            new AtelierSettings(
                BODY_MAX, GatewaySettings.DEFAULT.retention().usual(), setup.strictness()),
            clock);
    this.newRunware =
        () ->
            new RunwareApi(
                gateway(), webhooks(setup), keys, Catalog.builtIn(), files, setup.runware(), clock);
    RunwareApi runware = newRunware.get();
    this.renderers =
        Map.of(
            ApiMartApi.RENDERER,
            apiMart.renderer(),
            RunwareApi.RENDERER,
            runware.renderer(),
            RendererName.ATELIER,
            own.renderer(),
            RendererName.PUT,
            new UploadRenderer(new UploadHeaders(List.of()), this::file));
    this.dispatcher =
        new WebhookDispatcher(
            database,
            renderers,
            signatures,
            Transport.guarded(new GuardedClient(true)),
            clock,
            new Random(7),
            DispatchObserver.NONE,
            DispatchSettings.DEFAULT);
    this.accounts = accounts(secrets);
    this.models = new ModelsApi(Catalog.builtIn(), setup.accounts(clock), callers);
    this.moderation = new ModerationApi(setup.moderation(), callers);
    var seaArt =
        new SeaArtApi(gateway(), keys, Catalog.builtIn(), files, BODY_MAX, setup.strictness());
    this.http =
        HttpService.builder()
            .port(0)
            .mount(
                new ResponsesApi(gateway(), keys, Catalog.builtIn(), files, setup.openAi())
                    .on(openAi(setup, files).mount()))
            .mount(seaArt.mount())
            .mount(seaArt.uploads())
            .mount(apiMart.mount())
            .mount(runware.mount())
            .mount(administered(own.mount()))
            .mount(accounts.mount())
            .accessLog(accessLog::add)
            .build();
    this.http.start();
  }

  public static ApiServer start(Path directory) throws Exception {
    return start(directory, setup -> setup);
  }

  public static ApiServer start(Path directory, UnaryOperator<Setup> change) throws Exception {
    return new ApiServer(directory, change.apply(new Setup()));
  }

  /** Beside those of the setup, which are not described anywhere. */
  private AccountsApi accounts(SecretKeys secrets) {
    var manage =
        new ManageAccounts(
            database,
            new CredentialSeal(secrets.derive("accounts")),
            new SecretSource(_ -> null),
            List.of(new FakeProvider("openai", new Capabilities(10, false, false, true))),
            Catalog.builtIn(),
            List.of());
    var pool =
        new AccountPool(
            List.of(),
            List.of(new FakeProvider("openai", new Capabilities(10, false, false, true))),
            Catalog.builtIn(),
            clock);
    return new AccountsApi(
        new LiveAccounts(manage, pool, List.of()),
        account -> gateway().attempts().lately(account, clock.instant()),
        gateway().find(),
        AUDIT,
        callers);
  }

  private OpenAiApi openAi(Setup setup, FileLinks files) {
    return new OpenAiApi(gateway(), keys, Catalog.builtIn(), files, setup.openAi(), clock);
  }

  private ApiMartApi apiMart(Setup setup, FileLinks files) {
    return new ApiMartApi(
        gateway(), keys, Catalog.builtIn(), files, setup.apiMart(BODY_MAX), clock);
  }

  private GatewayRuntime runtime(Setup setup) {
    var budget = new PixelBudget(2, Duration.ofSeconds(20));
    var prepare =
        new PrepareInputs(
            database,
            artifacts,
            links,
            setup.client(),
            new InputCheck(new Decoder(), budget, InputLimits.DEFAULT),
            clock);
    var store =
        new JobStore(
            database,
            setup.queue(),
            "node-1",
            GatewaySettings.LEASE_FOR,
            new Ids(UuidCreator::getTimeOrderedEpoch));
    return new GatewayBuilder(
            store,
            new Announcements(new JobEvents(), outbox, GatewayObserver.NONE),
            setup.admissionGate(),
            GatewaySettings.DEFAULT.with(CommitRetry.NEVER),
            Clocks.system(clock))
        .with(GatewayBuilder.Privacy.of(TEXT_HASH))
        .build(
            new GatewayBuilder.Trade(
                Catalog.builtIn(),
                prices,
                new SignedQuotes(quoteKeys, Duration.ofMinutes(15), clock),
                ledger,
                setup.limits(limits, clock),
                setup.moderation()),
            new GatewayBuilder.Makers(setup.accounts(clock), workers),
            new GatewayBuilder.Images(artifacts, new Transcoder(budget), prepare));
  }

  private Optional<Content.File> file(Delivery delivery) {
    return gateway()
        .find()
        .delivered(delivery.tenant(), delivery.job().orElseThrow(), delivery.image().orElseThrow())
        .map(image ->
            new Content.File(
                image.artifact().mediaType(), image.content()::open, image.artifact().bytes()));
  }

  /** Runware's API as another process has it over the same rows; to be started and closed. */
  public HttpService otherRunware() {
    return HttpService.builder().port(0).mount(newRunware.get().mount()).build();
  }

  /** Stops as on a signal; whether everything had ended within {@code max}. */
  public boolean drain(Duration max) throws InterruptedException {
    return http.drain(max);
  }

  private ManageWebhooks webhooks(Setup setup) {
    return new ManageWebhooks(
        database,
        new Endpoints(UuidCreator::getTimeOrderedEpoch),
        outbox,
        signatures,
        setup.receivers(),
        AUDIT,
        clock);
  }

  /** Everything that is to be sent, newest first. */
  public List<Delivery> deliveries() {
    return database.read(tx -> outbox.list(tx, TenantId.DEFAULT, DeliveryFilter.newest(200)));
  }

  /** What the receiver of a delivery would be sent now. */
  public Optional<Message> message(Delivery delivery) {
    return own.renderer().render(delivery, clock.instant());
  }

  /** Method and template of each route of Atelier's own API. */
  public List<String> operations() {
    Stream<String> beside =
        accounts.mount().operations().stream()
            .map(operation -> operation.replaceFirst(" ", " /accounts"));
    return Stream.concat(administered(own.mount()).operations().stream(), beside).toList();
  }

  /** With the routes of administrators, as the server has them. */
  private Mount administered(Mount mount) {
    var administration =
        Administration.of(
            database,
            keys,
            limits,
            new JobQueue(QueueSettings.DEFAULT),
            AUDIT,
            GatewayObserver.NONE,
            Duration.ofSeconds(30),
            clock);
    var privacy =
        new ManagePrivacy(database, administration.tenants(), AUDIT, TEXT_HASH, gateway().erase());
    Mount administered =
        new AdminApi(administration, Catalog::builtIn, () -> prices, () -> privacy, clock)
            .on(mount, callers);
    Mount told = new SettingsApi(ABOUT, callers).on(administered);
    var manage = new ManageSessions(database, sessionStore, AUDIT);
    return new SessionApi(callers, sessions, manage, Optional.empty())
        .on(models.on(moderation.on(told)));
  }

  /** Who writes what is sent, by the name in the outbox. */
  public PayloadRenderer renderer(String name) {
    return Optional.ofNullable(renderers.get(name)).orElseThrow();
  }

  /** What this server has read of its database so far, whoever made it. */
  CountedDatabase.Reads reads() {
    return database.reads();
  }

  /** Sends whatever is to be sent by now; returns how many tries that took. */
  public int sendDue() {
    return dispatcher.runDue();
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

  /** A new key of a tenant that exists, which may be used for some things only. */
  public String key(TenantId tenant, Set<Scope> scopes, Permissions permissions) {
    return database
        .write(tx ->
            keys.create(
                tx, tenant, "test", scopes, Optional.empty(), Optional.empty(), permissions))
        .secret();
  }

  public void budget(long micros) {
    database.write(tx -> {
      new Budgets(clock).set(tx, TenantId.DEFAULT, Period.MONTH, micros);
      return true;
    });
  }

  /** What a query counts as {@code n}. */
  public long rows(String query) {
    return database.<Long>read(tx -> tx.first(query, row -> row.number("n")).orElse(0L));
  }

  /** How the default tenant stands. */
  public Balance balance() {
    return database.read(tx -> ledger.balance(tx, TenantId.DEFAULT));
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

  /** Sessions whose clients are known to have left. */
  public long sessionsLeft() {
    return database
        .<Optional<Long>>read(
            tx -> tx.first("SELECT COUNT(*) AS n FROM socket_session", row -> row.number("n")))
        .orElseThrow();
  }

  public JobState state(JobId job) {
    return gateway().find().find(keys.authenticate(Optional.of(key)), job).orElseThrow().state();
  }

  /** What lies behind a link of ours, if it is signed and not expired. */
  public Optional<ImageInfo> image(String link) throws Exception {
    URI uri = URI.create(link);
    Map<String, String> query =
        Arrays.stream(uri.getRawQuery().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    var found =
        links
            .verify(uri.getRawPath(), query)
            .flatMap(id -> database.read(tx -> artifacts.find(tx, id)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (var in = artifacts.content(found.get()).open()) {
      return Optional.of(Probe.read(in));
    }
  }

  /**
   * Files that were begun and neither stored nor deleted, once no job of the tests works on any.
   */
  public long stagedFiles() throws IOException {
    await().atMost(Duration.ofSeconds(20)).until(() -> staged() == 0 || idle());
    return staged();
  }

  private boolean idle() {
    return gateway()
        .find()
        .list(keys.authenticate(Optional.of(key)), Optional.empty(), Optional.empty(), 1_000)
        .stream()
        .allMatch(job -> job.state().ended());
  }

  private long staged() throws IOException {
    Path staged = directory.resolve("staged");
    if (!Files.exists(staged)) {
      return 0;
    }
    try (var files = Files.walk(staged)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  public HttpService http() {
    return http;
  }

  /** Takes a job's texts out of its rows, as another process on the same database would. */
  void eraseText(JobId job) {
    var erase = new EraseText(TEXT_HASH, Map.of());
    database.write(tx -> erase.erase(tx, job, false, tx.now()));
  }

  /** Deletes what has expired, with the files that nothing refers to any more. */
  public void sweep() {
    artifacts.sweep(clock.instant(), 1_000);
  }

  @Override
  public URI uri(String path) {
    return http.uri().resolve(path);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public HttpClient client() {
    return client;
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
}
