package dev.atelier.server.wiring;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.NewKey;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.registry.CredentialSeal;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.TextHash;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.ContentStore;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SecretKeys;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.SigningKeys;
import dev.atelier.storage.StorageOptions;
import dev.atelier.storage.s3.S3Contents;
import dev.atelier.storage.s3.S3Options;
import dev.atelier.webhook.dispatch.Signatures;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What lasts, for the one process that serves it: the locked data directory, its rows and files.
 */
public final class StorageModule implements AutoCloseable {
  private final DataDirectory lock;
  private final DatabaseModule rows;
  private final ArtifactStore artifacts;
  private final SignedLinks links;
  private final SigningKeys quoteKeys;
  private final Signatures signatures;
  private final CredentialSeal accountSeal;
  private final TextHash textHash;

  private StorageModule(ServerConfig config, InstantSource clock, DataDirectory lock) {
    this.lock = lock;
    this.rows = DatabaseModule.open(config, clock);
    this.artifacts = artifacts(config, rows, clock);
    SecretKeys secrets = SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey());
    this.links = new SignedLinks(secrets.derive("links"), clock);
    this.quoteKeys = new SigningKeys(secrets.derive("quotes"));
    this.signatures = new Signatures(secrets.derive("webhooks"));
    this.accountSeal = new CredentialSeal(secrets.derive("accounts"));
    this.textHash = PrivacyModule.hash(secrets);
  }

  /** What is stored of a data directory that the caller has locked. */
  static ArtifactStore artifacts(ServerConfig config, DatabaseModule rows, InstantSource clock) {
    var options =
        new StorageOptions(config.results().diskFreeMin(), StorageOptions.DEFAULT.orphanAge());
    Database database = rows.database();
    return config
        .objectStore()
        .map(bucket ->
            ArtifactStore.elsewhere(
                config.data(),
                database,
                clock,
                new SecureRandom(),
                options,
                scratch -> open(bucket, database, clock, options, scratch)))
        .orElseGet(
            () -> new ArtifactStore(config.data(), database, clock, new SecureRandom(), options));
  }

  private static ContentStore open(
      S3Options bucket,
      Database database,
      InstantSource clock,
      StorageOptions options,
      Supplier<Path> scratch) {
    try {
      return S3Contents.open(bucket, database, clock, options.orphanAge(), scratch);
    } catch (IllegalStateException foreign) {
      throw new StartException(String.valueOf(foreign.getMessage()), foreign);
    }
  }

  /** Locks the data directory, so that no other process serves it, and opens it. */
  public static StorageModule open(ServerConfig config, InstantSource clock) {
    return new StorageModule(config, clock, DataDirectory.lock(config.data()));
  }

  public Database database() {
    return rows.database();
  }

  public ArtifactStore artifacts() {
    return artifacts;
  }

  public SignedLinks links() {
    return links;
  }

  /** Sign what customers are quoted. */
  SigningKeys quoteKeys() {
    return quoteKeys;
  }

  public Signatures signatures() {
    return signatures;
  }

  /** Seals what accounts show to their upstreams. */
  CredentialSeal accountSeal() {
    return accountSeal;
  }

  /** Hashes customers' texts that are not to be kept themselves. */
  TextHash textHash() {
    return textHash;
  }

  public Keys keys() {
    return rows.keys();
  }

  public JobQueue queue() {
    return rows.queue();
  }

  public DatabaseModule rows() {
    return rows;
  }

  /** The span of the request in which a job came in; empty if it was not traced. */
  Optional<String> traceparent(JobId job) {
    return database().read(tx -> queue().traceparent(tx, job));
  }

  /** Installs the configured admin key, or makes one where there is none at all. */
  public Optional<NewKey> firstKey(Optional<String> configured) {
    return database()
        .write(tx -> {
          configured.ifPresent(secret -> keys().install(tx, secret, Scope.all()));
          return keys().none(tx)
              ? Optional.of(
                  keys()
                      .create(
                          tx,
                          TenantId.DEFAULT,
                          "first admin key",
                          Scope.all(),
                          Optional.empty(),
                          Optional.empty()))
              : Optional.<NewKey>empty();
        });
  }

  @Override
  public void close() {
    artifacts.close();
    rows.close();
    lock.close();
  }
}
