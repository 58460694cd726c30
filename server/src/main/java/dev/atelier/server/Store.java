package dev.atelier.server;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.Database;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Keys;
import dev.atelier.metering.NewKey;
import dev.atelier.metering.Scope;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.QueueDepth;
import dev.atelier.queue.QueueSettings;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.Links;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.StorageOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** What lasts: the data directory, its database, its files and its keys. */
final class Store implements AutoCloseable {
  private static final String DATABASE = "atelier.db";

  private final Optional<DataDirectory> lock;
  private final Database database;
  private final ArtifactStore artifacts;
  private final Links links;
  private final Keys keys;
  private final JobQueue queue;

  private Store(ServerConfig config, InstantSource clock, Optional<DataDirectory> lock) {
    this.lock = lock;
    this.database =
        SqliteDatabase.open(
            config.data().resolve(DATABASE), Migrations.ALL, SqliteOptions.DEFAULT);
    this.artifacts =
        new ArtifactStore(
            config.data(),
            database,
            clock,
            new StorageOptions(
                config.results().diskFreeMin(), StorageOptions.DEFAULT.orphanAge()));
    this.links =
        SecretKeyFile.loadOrCreate(config.data(), config.secrets().secretKey()).links(clock);
    this.keys = new Keys(database, clock, new SecureRandom());
    this.queue = new JobQueue(QueueSettings.DEFAULT.withLengthMax(config.queue().lengthMax()));
  }

  /** The store of a server: locked, so that no other process serves it. */
  static Store open(ServerConfig config, InstantSource clock) {
    return new Store(config, clock, Optional.of(DataDirectory.lock(config.data())));
  }

  /** The store beside a server that may be running, for short commands. */
  static Store beside(ServerConfig config, InstantSource clock) {
    return new Store(config, clock, Optional.empty());
  }

  Database database() {
    return database;
  }

  ArtifactStore artifacts() {
    return artifacts;
  }

  Links links() {
    return links;
  }

  Keys keys() {
    return keys;
  }

  JobQueue queue() {
    return queue;
  }

  QueueDepth depth() {
    return database.read(queue::depth);
  }

  /** Installs the configured admin key, or makes one where there is none at all. */
  Optional<NewKey> firstKey(Optional<String> configured) {
    return database.write(
        tx -> {
          configured.ifPresent(secret -> keys.install(tx, secret, Scope.all()));
          return keys.none(tx)
              ? Optional.of(
                  keys.create(
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
    database.close();
    lock.ifPresent(DataDirectory::close);
  }
}
