package dev.atelier.server;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.Database;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Keys;
import dev.atelier.metering.NewKey;
import dev.atelier.metering.Scope;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.QueueDepth;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.SecretKeys;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.StorageOptions;
import dev.atelier.webhook.Signatures;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What lasts, for the one process that serves it: the locked data directory, its rows and files.
 */
final class Store implements AutoCloseable {
  private final DataDirectory lock;
  private final Records records;
  private final ArtifactStore artifacts;
  private final SignedLinks links;
  private final Signatures signatures;

  private Store(ServerConfig config, InstantSource clock, DataDirectory lock) {
    this.lock = lock;
    this.records = Records.open(config, clock);
    this.artifacts =
        new ArtifactStore(
            config.data(),
            records.database(),
            clock,
            new SecureRandom(),
            new StorageOptions(config.results().diskFreeMin(), StorageOptions.DEFAULT.orphanAge()));
    SecretKeys secrets = SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey());
    this.links = new SignedLinks(secrets.derive("links"), clock);
    this.signatures = new Signatures(secrets.derive("webhooks"));
  }

  /** Locks the data directory, so that no other process serves it, and opens it. */
  static Store open(ServerConfig config, InstantSource clock) {
    return new Store(config, clock, DataDirectory.lock(config.data()));
  }

  Database database() {
    return records.database();
  }

  ArtifactStore artifacts() {
    return artifacts;
  }

  SignedLinks links() {
    return links;
  }

  Signatures signatures() {
    return signatures;
  }

  Keys keys() {
    return records.keys();
  }

  JobQueue queue() {
    return records.queue();
  }

  Records records() {
    return records;
  }

  QueueDepth depth() {
    return database().read(queue()::depth);
  }

  /** Installs the configured admin key, or makes one where there is none at all. */
  Optional<NewKey> firstKey(Optional<String> configured) {
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
    records.close();
    lock.close();
  }
}
