package dev.atelier.server.acceptance;

import dev.atelier.database.PostgresServer;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.Provider;
import dev.atelier.queue.Job;
import dev.atelier.server.AtelierServer;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SignedLinks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server of its own on a free port, with a temporary data directory that goes with it; its rows
 * are on PostgreSQL where {@code -Datelier.tests.postgresql=true} says so.
 */
final class LiveServer implements AutoCloseable {
  static final String ADMIN_KEY = "acceptance-admin-key";

  private final ServerConfig config;
  private final AtelierServer server;
  private volatile boolean drained;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private LiveServer(ServerConfig config, List<Provider> providers) {
    this.config = config;
    this.server = AtelierServer.start(config, providers);
  }

  /** One with the sandbox and user URLs that may reach this machine. */
  static LiveServer start() {
    return start(Map.of("allow-private-networks", "true"));
  }

  /**
   * @param settings by dotted name, over the defaults
   */
  static LiveServer start(Map<String, String> settings, Provider... providers) {
    var all = new LinkedHashMap<String, String>();
    all.put("port", "0");
    all.put("data", temporary().toString());
    all.put("admin-key", ADMIN_KEY);
    if (Boolean.getBoolean("atelier.tests.postgresql")) {
      all.put("database", PostgresServer.empty().url());
      all.put("database-user", "postgres");
    }
    all.putAll(settings);
    return new LiveServer(ServerConfig.load(Optional.empty(), Map.of(), all), List.of(providers));
  }

  /** An SDK client that repeats nothing by itself. */
  SdkClient sdk() {
    return sdk(ADMIN_KEY);
  }

  SdkClient sdk(String key) {
    return SdkClient.of(uri("/v1"), key, builder -> builder.maxRetries(0));
  }

  URI uri(String path) {
    return server.uri().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(60))
        .setHeader("Authorization", "Bearer " + ADMIN_KEY);
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> postJson(String path, String body) {
    return send(
        request(path)
            .setHeader("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Method and template of everything that it answers. */
  List<String> operations() {
    return server.operations();
  }

  /** Every job there is, newest first. */
  List<Job> jobs() {
    try (var records = records()) {
      return records
          .database()
          .read(tx ->
              records.queue().list(tx, TenantId.DEFAULT, Optional.empty(), Optional.empty(), 100));
    }
  }

  /** The secret of a new key. */
  String key(Set<Scope> scopes, Optional<String> profile) {
    try (var records = records()) {
      return records
          .database()
          .write(tx ->
              records
                  .keys()
                  .create(tx, TenantId.DEFAULT, "test", scopes, Optional.empty(), profile))
          .secret();
    }
  }

  /** The rows, beside the running server. */
  DatabaseModule records() {
    return DatabaseModule.open(config, InstantSource.system());
  }

  /** Where its data is, for a command beside it. */
  Path data() {
    return config.data();
  }

  /** Signs links as the server does. */
  SignedLinks links() {
    return new SignedLinks(
        SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey()).derive("links"),
        InstantSource.system());
  }

  /** Has it end in good order, as at SIGTERM. */
  void drain() {
    server.drain();
    drained = true;
  }

  /** Stops it and starts another on what it leaves; close that one instead of this. */
  LiveServer restarted() {
    http.close();
    server.close();
    return new LiveServer(config, List.of());
  }

  @Override
  public void close() {
    http.close();
    if (!drained) {
      server.close();
    }
    try (var files = Files.walk(config.data())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("atelier-acceptance");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
