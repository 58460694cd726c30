package dev.atelier.server;

import dev.atelier.api.Authenticator;
import dev.atelier.api.FileLinks;
import dev.atelier.api.apimart.ApiMartApi;
import dev.atelier.api.apimart.ApiMartSettings;
import dev.atelier.api.apimart.Callbacks;
import dev.atelier.api.atelier.AccountsApi;
import dev.atelier.api.atelier.AdminApi;
import dev.atelier.api.atelier.AtelierApi;
import dev.atelier.api.atelier.AtelierSettings;
import dev.atelier.api.atelier.ModelsApi;
import dev.atelier.api.atelier.ModerationApi;
import dev.atelier.api.atelier.SessionApi;
import dev.atelier.api.atelier.SettingsApi;
import dev.atelier.api.openai.OpenAiApi;
import dev.atelier.api.openai.OpenAiSettings;
import dev.atelier.api.openai.OpenAiSettings.WhenClientLeaves;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.responses.ResponsesApi;
import dev.atelier.api.runware.RunwareApi;
import dev.atelier.api.runware.RunwareSettings;
import dev.atelier.api.seaart.SeaArtApi;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.GatewayRuntime;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.admin.ManagePrivacy;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.server.HttpLimits;
import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.NewKey;
import dev.atelier.metering.limit.ShareLimits;
import dev.atelier.provider.Provider;
import dev.atelier.server.config.ConfigException;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.metrics.Metrics;
import dev.atelier.server.operations.AboutServer;
import dev.atelier.server.operations.AccessLog;
import dev.atelier.server.operations.Operations;
import dev.atelier.server.page.Pages;
import dev.atelier.server.page.SignedFiles;
import dev.atelier.server.wiring.GatewayModule;
import dev.atelier.server.wiring.PrivacyModule;
import dev.atelier.server.wiring.SignInModule;
import dev.atelier.server.wiring.StartException;
import dev.atelier.server.wiring.StorageModule;
import dev.atelier.server.wiring.TelemetryModule;
import dev.atelier.server.wiring.WebhookModule;
import dev.atelier.studio.StudioPages;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.dispatch.WebhookDispatcher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One running server: the list of its parts, in the order they are built. */
public final class AtelierServer implements AutoCloseable {
  private static final long IMAGE_BODY_BYTES_MAX = 384L << 20;
  private static final int COMMIT_SECONDS_MAX = 2;

  /** What is known by then is answered within this time, when a node of several ends. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

  private final StorageModule storage;
  private final GatewayModule gateway;
  private final GatewayRuntime runtime;
  private final ExecutorService workers;
  private final WebhookDispatcher dispatcher;
  private final HttpService http;
  private final TelemetryModule telemetry;
  private final GatewayObserver observer;
  private final Duration drainMax;
  private final SignInModule signIn;
  private final Authenticator callers;
  private final Optional<NewKey> firstKey;

  private AtelierServer(ServerConfig config, List<Provider> extra) {
    var clock = InstantSource.system();
    var catalog = new FutureTask<>(() -> catalog(config));
    Thread.ofPlatform().name("catalog").start(catalog); // beside the database: halves the wait
    this.storage = StorageModule.open(config, clock);
    this.firstKey = storage.firstKey(config.secrets().adminKey());
    this.telemetry = TelemetryModule.of(config);
    this.observer = telemetry.jobs();
    var client = new GuardedClient(config.allowPrivateNetworks());
    this.workers = GatewayRuntime.virtualThreads();
    this.gateway =
        GatewayModule.of(config, storage, done(catalog), extra, client, observer, workers);
    this.runtime = gateway.runtime();
    this.drainMax = config.drainPatience();
    this.signIn = SignInModule.of(config, storage, clock);
    this.callers = new Authenticator(storage.keys(), signIn.sessions(), Dialect.ATELIER);
    var links = links(config, clock);
    var apiMart = apiMart(config, links, client, clock);
    var own = own(config, client, links, clock);
    var runware = runware(config, client, links, clock);
    var renderers =
        Map.of(
            ApiMartApi.RENDERER,
            apiMart.renderer(),
            RunwareApi.RENDERER,
            runware.renderer(),
            RendererName.ATELIER,
            own.renderer());
    this.dispatcher =
        WebhookModule.of(
            storage,
            runtime.gateway(),
            client,
            renderers,
            config.blobHosts(),
            telemetry.deliveries(storage),
            clock);
    this.http = http(config, links, apiMart, runware, own, clock);
    telemetry.watch(config, storage, gateway, clock);
    gauges(telemetry.metrics());
  }

  /** Builds every part, takes over what an earlier process left, and answers. */
  public static AtelierServer start(ServerConfig config) {
    return start(config, List.of());
  }

  /**
   * The same with further providers, each given one account of its own name; they replace the
   * sandbox.
   */
  public static AtelierServer start(ServerConfig config, List<Provider> providers) {
    var server = new AtelierServer(config, providers);
    try {
      if (!server.storage.rows().shared()) {
        server.dispatcher.takeOver();
      }
      server.gateway.accounts().live().start();
      server.gateway.sharedLimits().ifPresent(ShareLimits::start);
      server.runtime.start();
      server.dispatcher.start();
      server.http.start();
      return server;
    } catch (Exception e) {
      server.close();
      throw new StartException("the server could not start: " + e.getMessage(), e);
    }
  }

  /** Where it answers. */
  public URI uri() {
    return http.uri();
  }

  /** Method and template of everything that it answers. */
  public List<String> operations() {
    return http.operations();
  }

  /** The admin key that this start created, because there was none; shown once. */
  public Optional<NewKey> firstKey() {
    return firstKey;
  }

  /** Which account makes what; one line each. */
  public List<String> serving() {
    return gateway.accounts().serving();
  }

  /** Stops accepting, lets running work finish within the configured time, and ends. */
  public void drain() {
    try {
      var draining = Thread.ofVirtual().start(this::drainWork);
      if (storage.rows().shared()) { // what still comes is told so, and can go to another node
        draining.join(drainMax.plus(ANSWERED_WITHIN));
        http.drain(ANSWERED_WITHIN);
      } else {
        http.drain(drainMax);
        draining.join(drainMax.plusSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    runtime.close();
    http.close();
    endWorkers();
    runtime.leave();
    gateway.accounts().close();
    gateway.sharedLimits().ifPresent(ShareLimits::close);
    gateway.moderation().close();
    dispatcher.close();
    telemetry.close();
    storage.close();
  }

  private static Catalog catalog(ServerConfig config) {
    try {
      return Catalog.load(config.models());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("the models cannot be loaded: " + e.getMessage(), e);
    }
  }

  private Catalog done(Future<Catalog> part) {
    try {
      return part.get();
    } catch (ExecutionException e) {
      storage.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  /** Attempts that have their pictures still commit them. */
  private void endWorkers() {
    workers.shutdown();
    try {
      boolean _ = workers.awaitTermination(COMMIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.shutdownNow();
  }

  private void drainWork() {
    try {
      runtime.drain(drainMax);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FileLinks links(ServerConfig config, InstantSource clock) {
    return new FileLinks(
        storage.links(),
        config.publicUrl(),
        config.results().linkTtl(),
        gateway.settings().retention(),
        clock);
  }

  private HttpService http(
      ServerConfig config,
      FileLinks links,
      ApiMartApi apiMart,
      RunwareApi runware,
      AtelierApi own,
      InstantSource clock) {
    var access = new AccessLog(clock);
    OpenAiSettings settings = openAi(config);
    OpenAiApi images = images(settings, links, clock);
    Mount openAi = responses(settings, links).on(images.mount());
    var builder =
        HttpService.builder()
            .host(config.listen().host())
            .port(config.listen().port())
            .limits(HttpLimits.DEFAULT)
            .fallback(openAi) // most clients that are lost are of this API
            .exactPaths(config.strict().all())
            .proxies(config.proxies())
            .cors(config.cors())
            .spans(telemetry.requests())
            .accessLog(request -> {
              telemetry.answered(request);
              if (config.log().access()) {
                access.accept(request);
              }
            });
    SeaArtApi seaArt = seaArt(config, links);
    signIn.oidc().ifPresent(oidc -> builder.mount(oidc.mount(images.errors())));
    return builder
        .mount(
            new Operations(telemetry.metrics(), storage.keys(), this::notReady)
                .on(own.described(Pages.mount(images.errors()))))
        .mount(
            new SignedFiles(
                    storage.database(),
                    storage.artifacts(),
                    storage.links(),
                    clock,
                    images.errors())
                .mount())
        .mount(StudioPages.mount(images.errors()))
        .mount(openAi)
        .mount(seaArt.mount())
        .mount(seaArt.uploads())
        .mount(apiMart.mount())
        .mount(runware.mount())
        .mount(
            new SessionApi(callers, signIn.sessions(), signIn.manage(), signIn.oidc())
                .on(
                    new ModelsApi(gateway.catalog(), gateway.accounts().pool(), callers)
                        .on(
                            new ModerationApi(gateway.moderation().moderation(), callers)
                                .on(
                                    new SettingsApi(about(config), callers)
                                        .on(
                                            administration(config, clock)
                                                .on(own.mount(), callers))))))
        .mount(accounts(clock).mount())
        .build();
  }

  private SettingsApi.About about(ServerConfig config) {
    return AboutServer.of(
        config,
        () -> {
          var depth = storage.database().read(tx -> storage.queue().depth(tx));
          return depth.queued() + " jobs queued, " + depth.running() + " running";
        });
  }

  private AdminApi administration(ServerConfig config, InstantSource clock) {
    Administration administration = storage.rows().administration(config, observer, clock);
    ManagePrivacy privacy = PrivacyModule.of(storage, administration, runtime.gateway().erase());
    return new AdminApi(administration, gateway::catalog, gateway::prices, () -> privacy, clock);
  }

  private AccountsApi accounts(InstantSource clock) {
    FindAttempts attempts = runtime.gateway().attempts();
    return new AccountsApi(
        gateway.accounts().live(),
        account -> attempts.lately(account, clock.instant()),
        runtime.gateway().find(),
        storage.rows().audit(),
        callers);
  }

  private OpenAiSettings openAi(ServerConfig config) {
    return new OpenAiSettings(
        Strictness.of(config.strict().openAi()),
        config.cancelWhenClientGone() ? WhenClientLeaves.CANCEL : WhenClientLeaves.FINISH,
        config.keepAliveBytes(),
        IMAGE_BODY_BYTES_MAX,
        gateway.settings().retention(),
        OpenAiSettings.FILES_KEPT,
        config.textModels());
  }

  private OpenAiApi images(OpenAiSettings settings, FileLinks links, InstantSource clock) {
    return new OpenAiApi(
        runtime.gateway(), storage.keys(), gateway.catalog(), links, settings, clock);
  }

  private ResponsesApi responses(OpenAiSettings settings, FileLinks links) {
    return new ResponsesApi(runtime.gateway(), storage.keys(), gateway.catalog(), links, settings);
  }

  private SeaArtApi seaArt(ServerConfig config, FileLinks links) {
    return new SeaArtApi(
        runtime.gateway(),
        storage.keys(),
        gateway.catalog(),
        links,
        IMAGE_BODY_BYTES_MAX,
        Strictness.of(config.strict().all()));
  }

  private ApiMartApi apiMart(
      ServerConfig config, FileLinks links, GuardedClient client, InstantSource clock) {
    return new ApiMartApi(
        runtime.gateway(),
        storage.keys(),
        gateway.catalog(),
        links,
        new ApiMartSettings(
            IMAGE_BODY_BYTES_MAX,
            config.apiMart().tasksKept(),
            callbacks(config, client),
            Strictness.of(config.strict().all())),
        clock);
  }

  private RunwareApi runware(
      ServerConfig config, GuardedClient client, FileLinks links, InstantSource clock) {
    return new RunwareApi(
        runtime.gateway(),
        storage.rows().webhooks(storage.signatures(), client, clock),
        storage.keys(),
        gateway.catalog(),
        links,
        RunwareSettings.DEFAULT.with(Strictness.of(config.strict().all())),
        clock);
  }

  private AtelierApi own(
      ServerConfig config, GuardedClient client, FileLinks links, InstantSource clock) {
    return new AtelierApi(
        runtime.gateway(),
        storage.rows().webhooks(storage.signatures(), client, clock),
        callers,
        gateway.catalog(),
        links,
        new AtelierSettings(
            IMAGE_BODY_BYTES_MAX, config.results().kept(), Strictness.of(config.strict().all())),
        clock);
  }

  private static Optional<Callbacks> callbacks(ServerConfig config, GuardedClient client) {
    return config.apiMart().webhooks()
        ? Optional.of(new Callbacks(client, config.allowPrivateNetworks()))
        : Optional.empty();
  }

  private Optional<String> notReady() {
    if (gateway.gate().draining()) {
      return Optional.of("draining");
    }
    if (!storage.rows().reachable()) {
      return Optional.of("the database cannot be reached");
    }
    return storage.artifacts().problem();
  }

  private void gauges(Metrics all) {
    all.gauge(
        "atelier.webhooks.in.flight", "webhooks and uploads being sent", dispatcher::inProgress);
    all.gauge("atelier.http.sockets", "open WebSocket connections", http::sockets);
    all.gauge("atelier.http.in.flight", "requests being answered", http::inFlight);
  }
}
