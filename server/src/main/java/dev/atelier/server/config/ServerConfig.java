package dev.atelier.server.config;

import dev.atelier.api.BrowserHeaders;
import dev.atelier.gateway.attempt.DeliveryPolicy;
import dev.atelier.gateway.attempt.DeliveryPolicy.Repeated;
import dev.atelier.gateway.attempt.DeliveryPolicy.WrongSize;
import dev.atelier.http.address.TrustedProxies;
import dev.atelier.http.cors.CorsPolicy;
import dev.atelier.image.TenantId;
import dev.atelier.metering.session.SessionSettings;
import dev.atelier.moderation.classifier.ClassifierSettings;
import dev.atelier.provider.registry.AccountProblemException;
import dev.atelier.provider.registry.AccountSpec;
import dev.atelier.provider.registry.ReadAccountSpec;
import dev.atelier.server.telemetry.TracingSettings;
import dev.atelier.storage.s3.S3Options;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that can be set, checked.
 *
 * @param data holds the database where that is SQLite, the pictures where they are files, and the
 *     generated keys
 * @param objectStore where the pictures lie, if not in {@code data}
 * @param publicUrl base of links; empty means the Host of each request
 * @param proxies whose word on how a client addressed its request makes links
 * @param cors which pages may use the APIs from a browser
 * @param models directory of further model files; {@code models} in {@code data} if it is there
 * @param keepAliveBytes how often a plain call that waits is sent a blank; empty for never
 * @param textModels under which callers of OpenAI's API ask for responses
 * @param sessions how long browsers stay signed in
 * @param oidc through whom people sign in beside keys; empty for nobody
 * @param quotesHold how long a quote holds
 * @param accountTiers labels of the accounts that get work before others, the best first
 * @param classifier what looks at pictures on this machine
 * @param tracing where spans are sent; empty for nowhere
 * @param blobHosts hosts besides Azure's own that take uploads as it does
 * @param settings all of this as it was given, secrets masked
 */
public record ServerConfig(
    Listen listen,
    Path data,
    Optional<S3Options> objectStore,
    DatabaseConfig database,
    Optional<URI> publicUrl,
    TrustedProxies proxies,
    CorsPolicy cors,
    Secrets secrets,
    boolean allowPrivateNetworks,
    Optional<Path> models,
    boolean cancelWhenClientGone,
    Optional<Duration> keepAliveBytes,
    Strict strict,
    List<String> textModels,
    ApiMart apiMart,
    Queue queue,
    Results results,
    List<String> blobHosts,
    Limits limits,
    SessionSettings sessions,
    Optional<OidcConfig> oidc,
    Duration quotesHold,
    List<AccountSpec> accounts,
    List<String> accountTiers,
    DeliveryPolicy delivery,
    ClassifierSettings classifier,
    Sandbox sandbox,
    ModerationConfig moderation,
    Duration drainPatience,
    Optional<TracingSettings> tracing,
    Log log,
    List<EffectiveSetting> settings) {
  /** Repeats are recognised for this long, and answered from what is kept. */
  private static final Duration RECOGNISED = Duration.ofDays(1);

  public ServerConfig {
    textModels = List.copyOf(textModels);
    blobHosts = List.copyOf(blobHosts);
    accounts = List.copyOf(accounts);
    accountTiers = List.copyOf(accountTiers);
  }

  /** Where to listen; port 0 takes a free one. */
  public record Listen(String host, int port) {}

  /** Never printed. */
  public record Secrets(Optional<String> adminKey, Optional<String> secretKey) {
    private static final int ADMIN_KEY_MIN = 16;

    public Secrets {
      if (adminKey.filter(key -> !usable(key)).isPresent()) {
        throw new ConfigException(
            "ATELIER_ADMIN_KEY must be at least " + ADMIN_KEY_MIN + " visible ASCII characters");
      }
    }

    private static boolean usable(String key) {
      return key.length() >= ADMIN_KEY_MIN && key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    @Override
    public String toString() {
      return "Secrets[…]";
    }
  }

  /**
   * Which APIs read only what is documented, letter by letter.
   *
   * @param openAi whether OpenAI's does, which also can alone
   */
  public record Strict(boolean all, boolean openAi) {}

  /** How APIMart's API behaves. */
  public record ApiMart(Duration tasksKept, boolean webhooks) {}

  /** How long work may wait, and for how long a process holds what it works on. */
  public record Queue(
      int lengthMax,
      int tenantLengthMax,
      Duration startWithin,
      Duration syncWaitMax,
      Duration lease) {}

  /** How long results last; {@code diskFreeMin} in bytes. */
  public record Results(
      Duration kept, Set<TenantId> retainedForGood, Duration linkTtl, long diskFreeMin) {
    public Results {
      retainedForGood = Set.copyOf(retainedForGood);
    }
  }

  /** Of each key; 0 is unlimited. */
  public record Limits(int requestsPerMinute, int imagesPerMinute, int concurrency) {}

  /** The built-in engine. */
  public record Sandbox(boolean enabled, int concurrency, Duration pace) {}

  /** What is logged. */
  public record Log(boolean access, String level) {}

  /**
   * The settings of {@code file}, the environment and {@code commandLine} (by dotted name), later
   * ones winning.
   *
   * @throws ConfigException naming the first setting that is wrong
   */
  public static ServerConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
    return of(values(file, environment, commandLine));
  }

  /** Every setting in effect as {@code name → text}, secrets masked. */
  public static Map<String, String> effective(
      Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
    var shown = new LinkedHashMap<String, String>();
    values(file, environment, commandLine)
        .effective()
        .forEach(setting -> shown.put(setting.name(), setting.value()));
    return shown;
  }

  /** One line for each setting: name, default, variable, meaning. */
  public static List<String> describe() {
    return ConfigKeys.ALL.stream()
        .map(key ->
            "%-28s %-12s %-36s %s"
                .formatted(key.name(), key.fallback(), key.variable(), key.meaning()))
        .toList();
  }

  private static ConfigValues values(
      Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
    return new ConfigValues(
        file.map(ConfigSource::file).orElse(Map.of()),
        ConfigSource.environment(environment),
        commandLine);
  }

  private static ServerConfig of(ConfigValues values) {
    return new ServerConfig(
        new Listen(values.text("host"), values.count("port", 0, 65_535)),
        values.path("data"),
        ObjectStoreConfig.of(values),
        DatabaseConfig.of(values),
        values.uri("public-url"),
        proxies(values),
        cors(values),
        new Secrets(values.given("admin-key"), values.given("secret-key")),
        values.flag("allow-private-networks"),
        models(values),
        cancelWhenClientGone(values),
        Optional.of(values.duration("keep-alive-bytes")).filter(Duration::isPositive),
        new Strict(values.flag("strict"), values.flag("strict") || values.flag("openai.strict")),
        values.list("openai.text-models"),
        new ApiMart(tasksKept(values), values.flag("apimart.webhooks")),
        new Queue(
            values.count("queue.length-max", 1, 10_000_000),
            values.count("queue.tenant-length-max", 1, 10_000_000),
            values.duration("queue.start-within"),
            values.duration("queue.sync-wait-max"),
            values.duration("queue.lease", "3s", "10m")),
        new Results(
            values.duration("results.kept", RECOGNISED),
            tenants(values),
            values.duration("results.link-ttl"),
            values.bytes("results.disk-free-min")),
        values.list("uploads.blob-hosts"),
        new Limits(
            values.count("limits.requests-per-minute", 0, 1_000_000),
            values.count("limits.images-per-minute", 0, 1_000_000),
            values.count("limits.concurrency", 0, 100_000)),
        OidcConfig.sessions(values),
        OidcConfig.of(values),
        values.duration("quotes.hold", "1m", "24h"),
        accounts(values),
        values.list("account-tiers"),
        delivery(values),
        ClassifierConfig.of(values),
        new Sandbox(
            values.flag("sandbox.enabled"),
            values.count("sandbox.concurrency", 1, 10_000),
            values.duration("sandbox.pace")),
        ModerationConfig.of(values),
        values.duration("drain.patience"),
        TracingConfig.of(values),
        new Log(values.flag("log.access"), level(values)),
        values.effective());
  }

  private static TrustedProxies proxies(ConfigValues values) {
    List<String> words = values.list("proxies.trusted");
    return words.equals(List.of("none"))
        ? TrustedProxies.NONE
        : values.read(
            "proxies.trusted",
            "addresses or blocks with commas between them, such as 10.0.0.0/8, or none",
            _ -> TrustedProxies.of(words));
  }

  private static CorsPolicy cors(ConfigValues values) {
    boolean credentials = values.flag("cors.credentials");
    return values.read(
        "cors.origins",
        credentials
            ? "origins such as https://app.example.org where cors.credentials is true"
            : "*, none, or origins such as https://app.example.org with commas between them",
        _ -> CorsPolicy.of(values.list("cors.origins"), credentials, BrowserHeaders.ALL));
  }

  private static DeliveryPolicy delivery(ConfigValues values) {
    return new DeliveryPolicy(
        values.read(
            "delivery.wrong-size",
            "accept, resample or fail",
            value -> WrongSize.valueOf(value.toUpperCase(Locale.ROOT))),
        values.read(
            "delivery.repeated-image",
            "accept or reorder",
            value -> Repeated.valueOf(value.toUpperCase(Locale.ROOT))),
        values.count("delivery.reorders", 0, 2));
  }

  private static Optional<Path> models(ConfigValues values) {
    return values
        .given("models")
        .map(Path::of)
        .or(() -> Optional.of(values.path("data").resolve("models")).filter(Files::isDirectory));
  }

  private static Set<TenantId> tenants(ConfigValues values) {
    return values.read(
        "results.kept-for-good",
        "names of tenants with commas between them",
        _ ->
            values.list("results.kept-for-good").stream()
                .map(TenantId::new)
                .collect(Collectors.toSet()));
  }

  /** A task can be asked about while its job is kept, or for fewer days. */
  private static Duration tasksKept(ConfigValues values) {
    String name = "apimart.task-retention-days";
    Duration kept = values.duration("results.kept", RECOGNISED);
    if (values.given(name).isEmpty()) {
      return kept;
    }
    Duration tasks = Duration.ofDays(values.count(name, 1, 36_500));
    if (tasks.compareTo(kept) > 0) {
      throw new ConfigException(
          "setting \"%s\" must be at most \"results.kept\" (%s), not %s days"
              .formatted(name, values.text("results.kept"), values.text(name)));
    }
    return tasks;
  }

  private static boolean cancelWhenClientGone(ConfigValues values) {
    return values.read(
        "client-gone",
        "finish or cancel",
        value ->
            switch (value) {
              case "finish" -> false;
              case "cancel" -> true;
              default -> throw new IllegalArgumentException(value);
            });
  }

  private static String level(ConfigValues values) {
    return values.read(
        "log.level",
        "ERROR, WARN, INFO or DEBUG",
        value -> {
          if (!List.of("ERROR", "WARN", "INFO", "DEBUG").contains(value)) {
            throw new IllegalArgumentException(value);
          }
          return value;
        });
  }

  private static List<AccountSpec> accounts(ConfigValues values) {
    String text = values.text("accounts");
    if (text.equals("[]")) {
      return List.of();
    }
    try {
      JsonNode list = JsonMapper.shared().readTree(text);
      if (!list.isArray()) {
        throw new ConfigException("setting \"accounts\" must be a list");
      }
      return list.valueStream().map(ReadAccountSpec::of).toList();
    } catch (AccountProblemException e) {
      throw new ConfigException("setting \"accounts\": " + e.field() + " " + e.getMessage());
    } catch (JacksonException e) {
      throw new ConfigException("setting \"accounts\" must be a list");
    }
  }
}
