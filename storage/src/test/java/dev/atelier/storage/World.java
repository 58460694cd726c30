package dev.atelier.storage;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import dev.atelier.storage.s3.S3Contents;
import dev.atelier.storage.s3.S3Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store in a temporary directory, with a clock that a test moves. */
final class World implements AutoCloseable {
  static final List<String> MIGRATIONS = List.of("classpath:dev/atelier/storage/migrations");
  static final TenantId TENANT = new TenantId("acme");

  /** Every content in a file of its own. */
  static final StorageOptions FILES =
      new StorageOptions(1_000, Duration.ofHours(1), SegmentOptions.NONE);

  private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
  private final Path directory;
  private final Database database;
  private final StorageOptions options;
  private final Optional<Elsewhere> elsewhere;
  private final Random random = new Random(1);
  private Optional<LocalContents> contents = Optional.empty();
  private ArtifactStore store;

  World(Path directory) {
    this(directory, Disk.REAL);
  }

  World(Path directory, Disk disk) {
    this(directory, disk, FILES);
  }

  World(Path directory, Disk disk, StorageOptions options) {
    this(directory, disk, options, Optional.empty(), Optional.empty());
  }

  /** Closes the database with itself. */
  World(Path directory, Disk disk, StorageOptions options, Database database) {
    this(directory, disk, options, Optional.of(database), Optional.empty());
  }

  /** With contents that lie elsewhere. */
  World(Path directory, Elsewhere elsewhere) {
    this(directory, Disk.REAL, StorageOptions.DEFAULT, Optional.empty(), Optional.of(elsewhere));
  }

  private World(
      Path directory,
      Disk disk,
      StorageOptions options,
      Optional<Database> database,
      Optional<Elsewhere> elsewhere) {
    this.database =
        database.orElseGet(() -> DirectDatabase.open(MIGRATIONS, CommitHooks.NONE, () -> now));
    this.directory = directory;
    this.options = options;
    this.elsewhere = elsewhere;
    this.store = store(directory, disk);
  }

  /** With contents in a bucket. */
  static World inBucket(Path directory, S3Options options) {
    return new World(
        directory,
        (database, clock, scratch) ->
            S3Contents.open(options, database, clock, StorageOptions.DEFAULT.orphanAge(), scratch));
  }

  /** Opens contents that lie elsewhere. */
  @FunctionalInterface
  interface Elsewhere {
    ContentStore open(Database database, InstantSource clock, Supplier<Path> scratch);
  }

  /** Goes on with another store over the same directory and rows. */
  void restart(Path directory, Disk disk) {
    store = store(directory, disk);
  }

  /** Another store over the same directory and rows, as after a restart. */
  ArtifactStore store(Path directory, Disk disk) {
    InstantSource clock = () -> now;
    if (elsewhere.isPresent()) {
      return ArtifactStore.elsewhere(
          directory,
          database,
          clock,
          random,
          options,
          scratch -> elsewhere.get().open(database, clock, scratch));
    }
    return new ArtifactStore(
        directory,
        database,
        clock,
        random,
        options,
        disk,
        scratch -> {
          var local = LocalContents.open(directory, database, clock, options, disk, scratch);
          contents = Optional.of(local);
          return local;
        });
  }

  ArtifactStore store() {
    return store;
  }

  /** How many contents wait for others to be written to the segment. */
  int waitingForSegment() {
    return contents.orElseThrow().waitingForSegment();
  }

  /** Where the file of a content lies, or would. */
  Path path(ContentHash hash) {
    return new StorageLayout(directory, new DirectorySync(Disk.REAL)).of(hash);
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

  /** Whether the bytes can still be read. */
  boolean has(StoredBlob sealed) throws IOException {
    try {
      return !read(sealed).isEmpty();
    } catch (NoSuchFileException _) {
      return false;
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
    store.close();
    database.close();
  }
}
