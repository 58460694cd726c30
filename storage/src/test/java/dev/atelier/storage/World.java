package dev.atelier.storage;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** A store in a temporary directory, with a clock that a test moves. */
final class World implements AutoCloseable {
  static final List<String> MIGRATIONS = List.of("classpath:dev/atelier/storage/migrations");
  static final TenantId TENANT = new TenantId("acme");

  /** Every content in a file of its own. */
  static final StorageOptions FILES =
      new StorageOptions(1_000, Duration.ofHours(1), SegmentOptions.NONE);

  private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
  private final Database database;
  private final StorageOptions options;
  private final Random random = new Random(1);
  private ArtifactStore store;

  World(Path directory) {
    this(directory, Disk.REAL);
  }

  World(Path directory, Disk disk) {
    this(directory, disk, FILES);
  }

  World(Path directory, Disk disk, StorageOptions options) {
    this(directory, disk, options, DirectDatabase.open(MIGRATIONS));
  }

  /** Closes the database with itself. */
  World(Path directory, Disk disk, StorageOptions options, Database database) {
    this.database = database;
    this.options = options;
    this.store = store(directory, disk);
  }

  /** Goes on with another store over the same directory and rows. */
  void restart(Path directory, Disk disk) {
    store = store(directory, disk);
  }

  /** Another store over the same directory and rows, as after a restart. */
  ArtifactStore store(Path directory, Disk disk) {
    InstantSource clock = () -> now;
    return new ArtifactStore(directory, database, clock, random, options, disk);
  }

  ArtifactStore store() {
    return store;
  }

  Instant now() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  StoredBlob seal(String content) {
    try (var staged = store.stage()) {
      staged.write(content.getBytes(StandardCharsets.UTF_8));
      return staged.seal();
    }
  }

  /** What lies where the blob says, be it recorded or not. */
  String read(StoredBlob sealed) throws IOException {
    try (var in = store.content(sealed).open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  ArtifactId keep(String content, Optional<Instant> expires) {
    return record(TENANT, seal(content), expires);
  }

  ArtifactId record(TenantId tenant, StoredBlob sealed, Optional<Instant> expires) {
    return database.write(tx ->
        store.record(
            tx, tenant, sealed, "image/png", Optional.of(new ImageSize(3, 2)), now, expires));
  }

  <T> T write(Function<Tx, T> body) {
    return database.write(body::apply);
  }

  Optional<Artifact> find(ArtifactId id) {
    return database.read(tx -> store.find(tx, id));
  }

  Optional<Artifact> find(TenantId tenant, ArtifactId id) {
    return database.read(tx -> store.find(tx, tenant, id));
  }

  void keepUntil(ArtifactId id, Optional<Instant> expires) {
    database.write(tx -> {
      store.keepUntil(tx, id, expires);
      return id;
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
