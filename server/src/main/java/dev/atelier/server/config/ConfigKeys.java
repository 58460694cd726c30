package dev.atelier.server.config;

import dev.atelier.api.openai.OpenAiSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every setting there is. */
final class ConfigKeys {
  static final List<ConfigKey> ALL =
      List.of(
          key("host", "127.0.0.1", "address to listen on; 0.0.0.0 for every interface"),
          key("port", "8080", "port to listen on, 0 for any free one"),
          key("data", "./data", "directory for database, pictures and keys"),
          key("storage", "files", "where pictures lie: files, in data, or s3://bucket/prefix"),
          key("storage.links", "proxied", "of pictures in a bucket: proxied, or redirect into it"),
          key("s3.endpoint", "", "of a store that is not AWS's, such as https://minio.example.org"),
          key("s3.public-endpoint", "", "the same for redirects; default: s3.endpoint"),
          key("s3.region", "us-east-1", "of the bucket; auto for R2"),
          key("s3.path-style", "false", "name the bucket in paths and not in hosts, as for MinIO"),
          key("s3.checksums", "sha256", "sent with every body: sha256, or md5 for older servers"),
          secret("s3.access-key", "default: as AWS's tools find it, or the machine's own role"),
          secret("s3.secret-key", "belongs to it"),
          secret("s3.session-token", "belongs to temporary ones"),
          key("s3.timeout", "60s", "of one call with all its repeats, 2s to 10m"),
          key(
              "database",
              "",
              "such as jdbc:postgresql://db.example.org/atelier; default: SQLite in data"),
          key("database-user", "", "who asks that server"),
          secret("database-password", "its password there"),
          key("database-connections", "18", "to that server at most, 2 or more"),
          key("public-url", "", "base of links we hand out; default: the Host of the request"),
          key(
              "proxies.trusted",
              "127.0.0.0/8, ::1",
              "addresses and blocks whose X-Forwarded-… and Forwarded make links; or none"),
          key(
              "cors.origins",
              "*",
              "pages that may use the APIs from a browser: *, none, or origins with commas"),
          key(
              "cors.credentials",
              "false",
              "let these pages send cookies, where a proxy asks for a login; not with *"),
          secret(
              "admin-key", "an all-scope key of the default tenant, 16 visible characters or more"),
          secret("secret-key", "seals credentials and signs links; default: a file in data"),
          key("allow-private-networks", "false", "let user URLs reach private addresses (tests)"),
          key("models", "", "directory of further model files; default: models in data"),
          key("client-gone", "finish", "a job whose caller hung up: finish or cancel"),
          key(
              "keep-alive-bytes",
              "0s",
              "how often a long plain call is sent a blank, which commits status 200; 0s: never"),
          key(
              "strict",
              "false",
              "read only what each API documents, addresses too, and refuse the rest as it does"),
          key("openai.strict", "false", "the same for OpenAI's API alone"),
          key(
              "openai.text-models",
              String.join(", ", OpenAiSettings.TEXT_MODELS),
              "names of text models under which callers ask for responses"),
          vendors(
              "TASK_RETENTION_DAYS",
              "apimart.task-retention-days",
              "",
              "days a task can be asked about, at most results.kept; default: as long as that"),
          key("apimart.webhooks", "false", "call the address a task names when it has ended"),
          key("queue.length-max", "10000", "queued jobs; a full queue answers 429"),
          key("queue.tenant-length-max", "5000", "queued jobs of one tenant, of these"),
          key("queue.start-within", "10m", "a job not started by then fails"),
          key("queue.sync-wait-max", "60s", "callers that would wait longer get 429 at once"),
          key(
              "queue.lease",
              "30s",
              "a process that is silent for so long loses its jobs, 3s to 10m"),
          key("results.kept", "7d", "how long pictures and jobs are kept, 24h or more"),
          key("results.kept-for-good", "", "tenants, with commas, whose results do not expire"),
          key("results.link-ttl", "24h", "how long a link works"),
          key("results.disk-free-min", "256MB", "new work is refused below this much free disk"),
          key("uploads.blob-hosts", "", "hosts, with commas, that take uploads as Azure does"),
          key("limits.requests-per-minute", "0", "of each key, unless set; 0 is unlimited"),
          key("limits.images-per-minute", "0", "of each key, unless set; 0 is unlimited"),
          key("limits.concurrency", "0", "jobs of each key at once, unless set; 0 is unlimited"),
          key("sessions.lasts", "12h", "how long a browser stays signed in, 1m to 30d"),
          key("sessions.idle", "4h", "the same without any use, 1m or more"),
          key("oidc.issuer", "", "a provider through which people sign in; default: keys alone"),
          key("oidc.client-id", "", "how that provider knows this server"),
          secret("oidc.client-secret", "belongs to it; default: none, for a public client"),
          key("oidc.scopes", "openid, email, profile", "what it is asked for"),
          key("oidc.label", "SSO", "what the studio's button says after 'Sign in with'"),
          key("oidc.groups-claim", "groups", "claim with people's groups, or a path with dots"),
          key("oidc.name-claim", "email", "claim by which the audit log names them"),
          key(
              "oidc.roles",
              "[]",
              "list of {group, tenant, scopes}: who may do what, as docs/sign-in.md has it"),
          key("oidc.domains", "", "of verified e-mail addresses that are let in; default: any"),
          key("oidc.private-network", "false", "let the provider be on a private network"),
          key("quotes.hold", "15m", "how long the price of a quote holds, 1m to 24h"),
          new ConfigKey(
              "accounts",
              "[]",
              true,
              "list of {name, provider, base-url, secret, …} as docs/accounts.md has it",
              Optional.empty()),
          key(
              "account-tiers",
              "plus, team, pro",
              "tier labels of the accounts that get work before others, the best first"),
          key(
              "delivery.wrong-size",
              "resample",
              "other pixels than ordered: accept, resample or fail"),
          key(
              "delivery.repeated-image",
              "accept",
              "a picture a job has already: accept or reorder"),
          key("delivery.reorders", "1", "times a picture that came wrong is ordered again, 0 to 2"),
          key("sandbox.enabled", "true", "draw labelled sandbox pictures without any account"),
          key("sandbox.concurrency", "32", "sandbox jobs in progress at once"),
          key("sandbox.pace", "0s", "make every sandbox picture take this long"),
          key(
              "moderation.built-in",
              "all",
              "built-in rules: all, or minors for those that always hold"),
          key(
              "moderation.review",
              "allow",
              "what a person should look at: allow, which flags its job, or refuse"),
          key("moderation.rules", "[]", "list of {category, phrases, levels} that block a prompt"),
          key(
              "moderation.tenants",
              "[]",
              "list of {tenant, off, review, refuse, phrases} as docs/moderation.md has it"),
          key(
              "moderation.server.url",
              "",
              "base of a moderations API, such as https://api.openai.com/v1; default: none is"
                  + " asked"),
          secret("moderation.server.key", "sent to that server as a bearer"),
          key(
              "moderation.server.model",
              "omni-moderation-latest",
              "the model that it is asked for"),
          key("moderation.server.timeout", "5s", "of one question, 1s to 120s"),
          key(
              "moderation.server.thresholds",
              "",
              "scores from which a category is refused, such as violence=0.8; default: its word"),
          key(
              "moderation.server.when-away",
              "refuse",
              "without its answer: allow, review or refuse, which answers 503"),
          key("moderation.server.pictures", "true", "show it inputs and results too"),
          key(
              "moderation.classifier.action",
              "off",
              "what the built-in look at pictures may do at most: off, review or refuse"),
          key("moderation.classifier.refuse", "0.9", "score of explicit pictures to refuse from"),
          key("moderation.classifier.refuse-at-low", "0.99", "the same where an order says low"),
          key("moderation.classifier.review", "0.6", "score to have a person look at it from"),
          key("moderation.classifier.sexy", "0.9", "the same for bare skin, never refused alone"),
          key("moderation.classifier.timeout", "10s", "of one picture, at most 2m"),
          key(
              "moderation.classifier.when-away",
              "review",
              "where it cannot judge: allow, review or refuse, which makes the job fail"),
          key("drain.patience", "15s", "how long running work may go on after SIGTERM"),
          vendors(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              "telemetry.otlp-endpoint",
              "",
              "base of a collector that takes spans by OTLP over HTTP; default: none is traced"),
          new ConfigKey(
              "telemetry.otlp-headers",
              "",
              true,
              "sent to it: name=value, with commas, values percent-encoded",
              Optional.of("OTEL_EXPORTER_OTLP_HEADERS")),
          vendors(
              "OTEL_SERVICE_NAME",
              "telemetry.service-name",
              "atelier",
              "what this server is called in traces"),
          vendors(
              "OTEL_TRACES_SAMPLER",
              "telemetry.sampler",
              "parentbased_always_on",
              "always_on, always_off or traceidratio; with parentbased_ callers decide for theirs"),
          vendors(
              "OTEL_TRACES_SAMPLER_ARG",
              "telemetry.sampler-arg",
              "1",
              "the share of traces for a ratio, 0 to 1"),
          vendors(
              "OTEL_TRACES_EXPORTER", "telemetry.exporter", "otlp", "otlp; none traces nothing"),
          vendors(
              "OTEL_SDK_DISABLED",
              "telemetry.disabled",
              "false",
              "true traces nothing, whatever else is set"),
          key("telemetry.propagate", "false", "send traceparent to upstreams too"),
          key("log.access", "true", "one JSON line for each request, never a prompt"),
          key("log.level", "INFO", "ERROR, WARN, INFO or DEBUG"));

  private static final Map<String, ConfigKey> BY_NAME =
      ALL.stream().collect(Collectors.toMap(ConfigKey::name, Function.identity()));

  private ConfigKeys() {}

  static Optional<ConfigKey> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The key whose name takes the fewest edits to reach. */
  static String nearest(String name) {
    return ALL.stream()
        .map(ConfigKey::name)
        .min(Comparator.comparingInt(known -> edits(name, known)))
        .orElseThrow();
  }

  /** Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  private static ConfigKey key(String name, String fallback, String meaning) {
    return new ConfigKey(name, fallback, false, meaning, Optional.empty());
  }

  private static ConfigKey vendors(String variable, String name, String fallback, String meaning) {
    return new ConfigKey(name, fallback, false, meaning, Optional.of(variable));
  }

  private static ConfigKey secret(String name, String meaning) {
    return new ConfigKey(name, "", true, meaning, Optional.empty());
  }
}
