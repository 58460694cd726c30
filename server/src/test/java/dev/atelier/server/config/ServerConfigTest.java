package dev.atelier.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.classifier.ClassifierSettings;
import dev.atelier.server.telemetry.SamplerChoice;
import dev.atelier.server.telemetry.TracingSettings;
import dev.atelier.storage.s3.S3Credentials;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Options;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {
  @TempDir private Path directory;

  @Test
  void tasks_are_kept_as_long_as_jobs_or_for_as_many_days_as_the_vendors_variable_says() {
    assertThat(tasksKept(Map.of())).isEqualTo(Duration.ofDays(7));
    assertThat(tasksKept(Map.of("ATELIER_RESULTS_KEPT", "9d"))).isEqualTo(Duration.ofDays(9));
    assertThat(tasksKept(Map.of("TASK_RETENTION_DAYS", "3"))).isEqualTo(Duration.ofDays(3));
    assertThat(
            tasksKept(
                Map.of("TASK_RETENTION_DAYS", "3", "ATELIER_APIMART_TASK_RETENTION_DAYS", "4")))
        .isEqualTo(Duration.ofDays(4));
  }

  @Test
  void tasks_cannot_be_kept_longer_than_their_jobs() {
    assertThatThrownBy(() -> tasksKept(Map.of("TASK_RETENTION_DAYS", "8")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("apimart.task-retention-days")
        .hasMessageContaining("results.kept");
  }

  private static Duration tasksKept(Map<String, String> environment) {
    return ServerConfig.load(Optional.empty(), environment, Map.of()).apiMart().tasksKept();
  }

  @Test
  void tenants_whose_results_are_kept_are_listed_with_commas() {
    Map<String, String> given = Map.of("results.kept-for-good", "acme, default");
    assertThat(ServerConfig.load(Optional.empty(), Map.of(), given).results().retainedForGood())
        .containsExactlyInAnyOrder(new TenantId("acme"), TenantId.DEFAULT);
  }

  @Test
  void spans_are_sent_where_opentelemetrys_own_variables_say() {
    var variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.org:4318/base",
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20a+b, x-team=images",
            "OTEL_SERVICE_NAME", "studio",
            "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG", "0.25");
    assertThat(ServerConfig.load(Optional.empty(), variables, Map.of()).tracing())
        .contains(
            new TracingSettings(
                URI.create("https://collector.example.org:4318/base"),
                Map.of("authorization", "Bearer a+b", "x-team", "images"),
                "studio",
                new SamplerChoice(SamplerChoice.Kind.PARENTBASED_TRACEIDRATIO, 0.25),
                false));
    assertThat(ServerConfig.effective(Optional.empty(), variables, Map.of()))
        .containsEntry("telemetry.otlp-headers", "********");
    assertThat(ServerConfig.load(Optional.empty(), Map.of(), Map.of()).tracing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "telemetry.otlp-endpoint, localhost:4317",
    "telemetry.otlp-endpoint, grpc://localhost:4317",
    "telemetry.sampler, jaeger_remote",
    "telemetry.sampler-arg, 1.5",
    "telemetry.sampler-arg, half",
    "telemetry.otlp-headers, no-value"
  })
  void what_is_wrong_of_tracing_is_named(String name, String value) {
    var given = new HashMap<>(Map.of("telemetry.otlp-endpoint", "http://127.0.0.1:4318"));
    given.put(name, value);
    assertThatThrownBy(() -> ServerConfig.load(Optional.empty(), Map.of(), given))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(name);
  }

  @Test
  void what_others_set_of_tracing_harms_nobody_who_traces_nothing() {
    var shared = Map.of("OTEL_TRACES_SAMPLER", "xray", "OTEL_TRACES_SAMPLER_ARG", "endpoint=x");
    assertThat(ServerConfig.load(Optional.empty(), shared, Map.of()).tracing()).isEmpty();
    for (var off : Map.of("OTEL_SDK_DISABLED", "true", "OTEL_TRACES_EXPORTER", "none").entrySet()) {
      var given = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317");
      assertThat(ServerConfig.load(Optional.empty(), given, Map.of()).tracing()).isPresent();
      var both = new HashMap<>(given);
      both.put(off.getKey(), off.getValue());
      assertThat(ServerConfig.load(Optional.empty(), both, Map.of()).tracing())
          .as(off.getKey())
          .isEmpty();
    }
  }

  @Test
  void a_password_in_the_url_of_the_database_is_refused_and_not_repeated() {
    var given = Map.of("database", "jdbc:postgresql://db/atelier?password=hunter2");
    assertThatThrownBy(() -> ServerConfig.load(Optional.empty(), Map.of(), given))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("database-password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void the_settings_and_their_defaults_are_these() {
    assertThat(ServerConfig.effective(Optional.empty(), Map.of(), Map.of()))
        .containsExactly(
            Map.entry("host", "127.0.0.1"),
            Map.entry("port", "8080"),
            Map.entry("data", "./data"),
            Map.entry("storage", "files"),
            Map.entry("storage.links", "proxied"),
            Map.entry("s3.endpoint", ""),
            Map.entry("s3.public-endpoint", ""),
            Map.entry("s3.region", "us-east-1"),
            Map.entry("s3.path-style", "false"),
            Map.entry("s3.checksums", "sha256"),
            Map.entry("s3.access-key", ""),
            Map.entry("s3.secret-key", ""),
            Map.entry("s3.session-token", ""),
            Map.entry("s3.timeout", "60s"),
            Map.entry("database", ""),
            Map.entry("database-user", ""),
            Map.entry("database-password", ""),
            Map.entry("database-connections", "18"),
            Map.entry("public-url", ""),
            Map.entry("proxies.trusted", "127.0.0.0/8, ::1"),
            Map.entry("cors.origins", "*"),
            Map.entry("cors.credentials", "false"),
            Map.entry("admin-key", ""),
            Map.entry("secret-key", ""),
            Map.entry("allow-private-networks", "false"),
            Map.entry("models", ""),
            Map.entry("client-gone", "finish"),
            Map.entry("keep-alive-bytes", "0s"),
            Map.entry("strict", "false"),
            Map.entry("openai.strict", "false"),
            Map.entry(
                "openai.text-models",
                "gpt-5.5, gpt-5.4, gpt-5.4-mini, gpt-5.2, gpt-5.1, gpt-5, gpt-5-mini, gpt-5-nano,"
                    + " gpt-4.1, gpt-4.1-mini, gpt-4.1-nano, gpt-4o, gpt-4o-mini, o3"),
            Map.entry("apimart.task-retention-days", ""),
            Map.entry("apimart.webhooks", "false"),
            Map.entry("queue.length-max", "10000"),
            Map.entry("queue.tenant-length-max", "5000"),
            Map.entry("queue.start-within", "10m"),
            Map.entry("queue.sync-wait-max", "60s"),
            Map.entry("queue.lease", "30s"),
            Map.entry("results.kept", "7d"),
            Map.entry("results.kept-for-good", ""),
            Map.entry("results.link-ttl", "24h"),
            Map.entry("results.disk-free-min", "256MB"),
            Map.entry("uploads.blob-hosts", ""),
            Map.entry("limits.requests-per-minute", "0"),
            Map.entry("limits.images-per-minute", "0"),
            Map.entry("limits.concurrency", "0"),
            Map.entry("sessions.lasts", "12h"),
            Map.entry("sessions.idle", "4h"),
            Map.entry("oidc.issuer", ""),
            Map.entry("oidc.client-id", ""),
            Map.entry("oidc.client-secret", ""),
            Map.entry("oidc.scopes", "openid, email, profile"),
            Map.entry("oidc.label", "SSO"),
            Map.entry("oidc.groups-claim", "groups"),
            Map.entry("oidc.name-claim", "email"),
            Map.entry("oidc.roles", "[]"),
            Map.entry("oidc.domains", ""),
            Map.entry("oidc.private-network", "false"),
            Map.entry("quotes.hold", "15m"),
            Map.entry("accounts", "[]"),
            Map.entry("account-tiers", "plus, team, pro"),
            Map.entry("delivery.wrong-size", "resample"),
            Map.entry("delivery.repeated-image", "accept"),
            Map.entry("delivery.reorders", "1"),
            Map.entry("sandbox.enabled", "true"),
            Map.entry("sandbox.concurrency", "32"),
            Map.entry("sandbox.pace", "0s"),
            Map.entry("moderation.built-in", "all"),
            Map.entry("moderation.review", "allow"),
            Map.entry("moderation.rules", "[]"),
            Map.entry("moderation.tenants", "[]"),
            Map.entry("moderation.server.url", ""),
            Map.entry("moderation.server.key", ""),
            Map.entry("moderation.server.model", "omni-moderation-latest"),
            Map.entry("moderation.server.timeout", "5s"),
            Map.entry("moderation.server.thresholds", ""),
            Map.entry("moderation.server.when-away", "refuse"),
            Map.entry("moderation.server.pictures", "true"),
            Map.entry("moderation.classifier.action", "off"),
            Map.entry("moderation.classifier.refuse", "0.9"),
            Map.entry("moderation.classifier.refuse-at-low", "0.99"),
            Map.entry("moderation.classifier.review", "0.6"),
            Map.entry("moderation.classifier.sexy", "0.9"),
            Map.entry("moderation.classifier.timeout", "10s"),
            Map.entry("moderation.classifier.when-away", "review"),
            Map.entry("drain.patience", "15s"),
            Map.entry("telemetry.otlp-endpoint", ""),
            Map.entry("telemetry.otlp-headers", ""),
            Map.entry("telemetry.service-name", "atelier"),
            Map.entry("telemetry.sampler", "parentbased_always_on"),
            Map.entry("telemetry.sampler-arg", "1"),
            Map.entry("telemetry.exporter", "otlp"),
            Map.entry("telemetry.disabled", "false"),
            Map.entry("telemetry.propagate", "false"),
            Map.entry("log.access", "true"),
            Map.entry("log.level", "INFO"));
  }

  @Test
  void the_defaults_are_read_with_their_units() {
    ServerConfig config = ServerConfig.load(Optional.empty(), Map.of(), Map.of());

    assertThat(config.listen()).isEqualTo(new ServerConfig.Listen("127.0.0.1", 8080));
    assertThat(config.data()).isEqualTo(Path.of("./data"));
    assertThat(config.publicUrl()).isEmpty();
    assertThat(config.allowPrivateNetworks()).isFalse();
    assertThat(config.cancelWhenClientGone()).isFalse();
    assertThat(config.keepAliveBytes()).isEmpty();
    assertThat(config.strict()).isEqualTo(new ServerConfig.Strict(false, false));
    assertThat(config.queue())
        .isEqualTo(
            new ServerConfig.Queue(
                10_000,
                5_000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30)));
    assertThat(config.results())
        .isEqualTo(
            new ServerConfig.Results(
                Duration.ofDays(7), Set.of(), Duration.ofHours(24), 256L << 20));
    assertThat(config.limits()).isEqualTo(new ServerConfig.Limits(0, 0, 0));
    assertThat(config.sandbox()).isEqualTo(new ServerConfig.Sandbox(true, 32, Duration.ZERO));
    assertThat(config.moderation().builtIn()).isTrue();
    assertThat(config.moderation().phrases().rules()).isEmpty();
    assertThat(config.moderation().server()).isEmpty();
    assertThat(config.classifier()).isEqualTo(ClassifierSettings.OFF);
    assertThat(config.drainPatience()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.log()).isEqualTo(new ServerConfig.Log(true, "INFO"));
  }

  @Test
  void pictures_may_lie_in_a_bucket() throws IOException {
    Path file = yaml("storage: s3://pictures/atelier/\nstorage.links: redirect\n");
    Map<String, String> variables =
        Map.of(
            "ATELIER_S3_ENDPOINT", "http://127.0.0.1:9000",
            "ATELIER_S3_PATH_STYLE", "true",
            "ATELIER_S3_ACCESS_KEY", "who",
            "ATELIER_S3_SECRET_KEY", "unsaid");

    S3Options bucket =
        ServerConfig.load(Optional.of(file), variables, Map.of()).objectStore().orElseThrow();

    assertThat(bucket.location()).isEqualTo(new S3Location("pictures", "atelier/"));
    assertThat(bucket.endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(bucket.pathStyle()).isTrue();
    assertThat(bucket.redirect()).isTrue();
    assertThat(bucket.credentials()).contains(new S3Credentials("who", "unsaid", Optional.empty()));
    assertThat(bucket.toString()).doesNotContain("unsaid");
    assertThat(ServerConfig.effective(Optional.of(file), variables, Map.of()).toString())
        .doesNotContain("unsaid", "who");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.endpoint, localhost, a URL such as",
    "s3.checksums, crc32, sha256 or md5",
    "s3.timeout, 1s, 2s to 10m",
    "s3.access-key, alone, must be given together"
  })
  void a_bucket_s_wrong_value_says_what_is_expected(String name, String value, String expected) {
    Map<String, String> given = Map.of("storage", "s3://pictures", name, value);

    assertThatThrownBy(() -> ServerConfig.load(Optional.empty(), Map.of(), given))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void the_command_line_wins_over_the_environment_and_that_over_the_file() throws IOException {
    Path file = yaml("port: 1\nhost: file\nqueue:\n  length-max: 5\n");
    ServerConfig config =
        ServerConfig.load(
            Optional.of(file),
            Map.of("ATELIER_PORT", "2", "ATELIER_HOST", "environment", "PATH", "/bin"),
            Map.of("port", "3"));

    assertThat(config.listen()).isEqualTo(new ServerConfig.Listen("environment", 3));
    assertThat(config.queue().lengthMax()).isEqualTo(5);
  }

  @Test
  void every_setting_has_a_variable() {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(),
            Map.of(
                "ATELIER_ALLOW_PRIVATE_NETWORKS", "true",
                "ATELIER_ADMIN_KEY", "sixteen-visible!",
                "ATELIER_QUEUE_LENGTH_MAX", "7",
                "ATELIER_RESULTS_DISK_FREE_MIN", "2GB",
                "ATELIER_SANDBOX_PACE", "500ms"),
            Map.of());

    assertThat(config.allowPrivateNetworks()).isTrue();
    assertThat(config.secrets().adminKey()).hasValue("sixteen-visible!");
    assertThat(config.queue().lengthMax()).isEqualTo(7);
    assertThat(config.results().diskFreeMin()).isEqualTo(2L << 30);
    assertThat(config.sandbox().pace()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @CsvSource({
    "prot: 80, prot, port",
    "queue: {lenght-max: 5}, queue.lenght-max, queue.length-max",
    "sandbox: {pase: 1s}, sandbox.pase, sandbox.pace",
    "log: {acces: true}, log.acces, log.access",
    "allow-private-network: true, allow-private-network, allow-private-networks"
  })
  void an_unknown_setting_names_the_nearest(String yaml, String unknown, String nearest)
      throws IOException {
    Optional<Path> file = Optional.of(yaml(yaml));

    assertThatThrownBy(() -> ServerConfig.load(file, Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown setting \"" + unknown + "\"")
        .hasMessageContaining("did you mean \"" + nearest + "\"?");
  }

  @ParameterizedTest
  @CsvSource({
    "port, 70000, a whole number from 0 to 65535",
    "port, http, a whole number from 0 to 65535",
    "queue.start-within, 10, a time such as",
    "queue.lease, 2s, 3s to 10m",
    "queue.start-within, 10 years, a time such as",
    "results.kept, 2h, 24 hours or more",
    "quotes.hold, 59s, 1m to 24h",
    "quotes.hold, 25h, 1m to 24h",
    "database, jdbc:mysql://db/atelier, a URL such as jdbc:postgresql",
    "database-connections, 1, a whole number from 2",
    "results.disk-free-min, lots, a size such as",
    "openai.strict, yes, true or false",
    "apimart.task-retention-days, 0, a whole number from 1",
    "client-gone, wait, finish or cancel",
    "keep-alive-bytes, often, a time such as 500ms",
    "public-url, 'not a url', a URL such as",
    "storage, 'gs://bucket', 'files, or s3://bucket/prefix'",
    "storage, 's3://', 'files, or s3://bucket/prefix'",
    "storage.links, direct, proxied or redirect",
    "moderation.rules, none, 'a list of {category, phrases, levels}'",
    "moderation.classifier.action, maybe, 'off, review or refuse'",
    "moderation.classifier.refuse, 1.5, 'a score above 0, up to 1'",
    "moderation.classifier.sexy, NaN, 'a score above 0, up to 1'",
    "moderation.classifier.review, 0.95, 'at most \"moderation.classifier.refuse\" (0.9)'",
    "moderation.classifier.timeout, 0s, more than 0s and at most 2m",
    "moderation.classifier.when-away, never, 'allow, review or refuse'",
    "proxies.trusted, my-proxy, 'addresses or blocks with commas between them'",
    "proxies.trusted, 10.0.0.0/33, 'addresses or blocks with commas between them'",
    "cors.origins, https://app.example.org/page, '*, none, or origins such as'",
    "cors.origins, '*, https://app.example.org', '*, none, or origins such as'",
    "log.level, LOUD, 'ERROR, WARN, INFO or DEBUG'"
  })
  void a_wrong_value_says_what_is_expected(String name, String value, String expected) {
    assertThatThrownBy(() -> ServerConfig.load(Optional.empty(), Map.of(), Map.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"" + name + "\" must be " + expected)
        .hasMessageContaining("not \"" + value + "\"");
  }

  @Test
  void a_short_admin_key_is_refused_without_repeating_it() {
    assertThatThrownBy(() ->
            ServerConfig.load(Optional.empty(), Map.of(), Map.of("admin-key", "fifteen-letters")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at least 16 visible ASCII characters")
        .hasMessageNotContaining("fifteen");
  }

  @Test
  void secrets_are_never_shown() {
    Map<String, String> given =
        Map.of(
            "admin-key",
            "an-admin-key-of-24-chars",
            "secret-key",
            "a-secret-of-24-characters",
            "accounts",
            "[{\"name\":\"a\",\"provider\":\"openai\",\"secret\":\"canary-key\","
                + "\"base-url\":\"https://api.example/v1\"}]");

    assertThat(ServerConfig.effective(Optional.empty(), Map.of(), given))
        .containsEntry("admin-key", "********")
        .containsEntry("secret-key", "********")
        .containsEntry("accounts", "********");
    assertThat(ServerConfig.load(Optional.empty(), Map.of(), given).toString())
        .doesNotContain("an-admin-key")
        .doesNotContain("canary-key")
        .doesNotContain("a-secret-of");
  }

  @Test
  void moderation_rules_are_a_list_in_the_file() throws IOException {
    Path file =
        yaml(
            """
            moderation:
              rules:
                - category: violence
                  phrases: [gore, "blood bath"]
                - category: brand
                  phrases: [acme]
                  levels: [auto]
            """);

    assertThat(
            ServerConfig.load(Optional.of(file), Map.of(), Map.of()).moderation().phrases().rules())
        .hasSize(2)
        .satisfiesExactly(
            violence -> {
              assertThat(violence.phrases()).containsExactly("gore", "blood bath");
              assertThat(violence.levels()).containsExactlyInAnyOrder(ModerationLevel.values());
            },
            brand -> assertThat(brand.levels()).containsExactly(ModerationLevel.AUTO));
  }

  @Test
  void a_tenant_may_have_other_rules_and_a_server_is_asked() throws IOException {
    Path file =
        yaml(
            """
            moderation:
              review: refuse
              tenants:
                - tenant: studio
                  off: [violence]
                  review: [sexual]
                  phrases:
                    - { category: brand, phrases: [acme] }
              server:
                url: http://10.0.0.7:8000/v1
                key: canary-key
                thresholds: violence=0.8, sexual=0.9
                when-away: review
            """);

    ModerationConfig moderation =
        ServerConfig.load(Optional.of(file), Map.of(), Map.of()).moderation();

    assertThat(moderation.reviewRefuses()).isTrue();
    assertThat(moderation.actions().tenants())
        .isEqualTo(
            Map.of(
                new TenantId("studio"), Map.of("violence", Action.OFF, "sexual", Action.REVIEW)));
    assertThat(moderation.tenants()).containsOnlyKeys(new TenantId("studio"));
    assertThat(moderation.server().orElseThrow().thresholds())
        .isEqualTo(Map.of("violence", 0.8, "sexual", 0.9));
    assertThat(moderation.toString()).doesNotContain("canary-key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "review"})
  void no_tenant_can_have_the_strict_category_weaker(String action) {
    String tenants = "[{\"tenant\":\"studio\",\"%s\":[\"sexual/minors\"]}]".formatted(action);

    assertThatThrownBy(() ->
            ServerConfig.load(Optional.empty(), Map.of(), Map.of("moderation.tenants", tenants)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("moderation.tenants")
        .hasMessageContaining("studio")
        .hasMessageContaining("sexual/minors is always refused");
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(directory.resolve("atelier.yaml"), text);
  }
}
