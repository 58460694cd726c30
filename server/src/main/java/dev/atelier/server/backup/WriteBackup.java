package dev.atelier.server.backup;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseCopy;
import dev.atelier.database.SchemaState;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.server.wiring.MigrationLocations;
import dev.atelier.storage.CopyArtifacts;
import dev.atelier.storage.CopyArtifacts.Copied;
import dev.atelier.storage.SecretKeyFile;
import dev.atelier.storage.s3.S3Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies a data directory, also while a server works in it: first the database, as one transaction
 * sees it, then the contents that this copy names. The manifest is written last, when all else is
 * on disk.
 */
public final class WriteBackup {
  private static final String MODELS = "models";

  /** A file has the directory beside it while it is packed. */
  private static final int COPIES_MAX = 2;

  private final ServerConfig config;
  private final InstantSource clock;
  private final FreeBytes free;

  public WriteBackup(ServerConfig config, InstantSource clock) {
    this(config, clock, place -> Files.getFileStore(place).getUsableSpace());
  }

  WriteBackup(ServerConfig config, InstantSource clock, FreeBytes free) {
    this.config = config;
    this.clock = clock;
    this.free = free;
  }

  /** How many bytes can be written to a directory. */
  @FunctionalInterface
  interface FreeBytes {
    long in(Path directory) throws IOException;
  }

  /**
   * Makes the backup in a new or empty directory, or in a new file that ends in {@code .zip}; of
   * one that fails nothing is left. For a file there must be room for both, beside it.
   *
   * @param secretKey whether the secret key's file is copied
   * @param progress is told after every some contents
   * @throws BackupRefusedException if there is nothing to copy, the place is not free, or so little
   *     room is there that the server would have to turn work away
   */
  public BackupManifest to(Path place, boolean secretKey, Consumer<Copied> progress)
      throws IOException {
    Path target = place.toAbsolutePath().normalize();
    check(target);
    if (!BackupArchive.names(target)) {
      return directory(target, 1, secretKey, progress);
    }
    Path parent = Objects.requireNonNull(target.getParent());
    Path unpacked = Files.createTempDirectory(Files.createDirectories(parent), ".backup");
    try {
      BackupManifest manifest = directory(unpacked, COPIES_MAX, secretKey, progress);
      BackupArchive.pack(unpacked, target);
      DurableFiles.forceDirectory(parent);
      return manifest;
    } finally {
      DurableFiles.empty(unpacked);
      Files.delete(unpacked);
    }
  }

  private BackupManifest directory(
      Path backup, int copies, boolean secretKey, Consumer<Copied> progress) throws IOException {
    Files.createDirectories(backup);
    DurableFiles.ownerOnly(backup, "rwx------");
    boolean made = false;
    try {
      BackupManifest manifest = write(backup, copies, secretKey, progress);
      made = true;
      return manifest;
    } finally {
      if (!made) {
        DurableFiles.empty(backup);
      }
    }
  }

  private void check(Path backup) throws IOException {
    if (config.database().server().isPresent()) {
      throw new BackupRefusedException(
          "the rows are on a server: back them up there, as docs/backup.md says");
    }
    Path database = DatabaseModule.file(config);
    if (!Files.exists(database)) {
      throw new BackupRefusedException("nothing to back up: there is no " + database);
    }
    if (backup.startsWith(config.data().toAbsolutePath().normalize())) {
      throw new BackupRefusedException("a backup cannot be in the data directory itself");
    }
    if (!DurableFiles.vacant(backup)) {
      throw new BackupRefusedException(backup + " is there and not empty: nothing is overwritten");
    }
    if (!SchemaState.of(database, MigrationLocations.ALL).current()) {
      throw new BackupRefusedException(
          "the database was made by another version of Atelier: back it up with that one, or run"
              + " atelier migrate first");
    }
  }

  private BackupManifest write(
      Path backup, int copies, boolean secretKey, Consumer<Copied> progress) throws IOException {
    needs(backup, copies * Files.size(DatabaseModule.file(config)));
    Instant created = clock.instant();
    Path copy = backup.resolve(DatabaseModule.file(config).getFileName());
    DatabaseCopy.make(DatabaseModule.file(config), copy);
    DurableFiles.ownerOnly(copy, "rw-------");
    Copied copied = contents(backup, copy, copies, progress);
    SecretKeyPlace key = copySecretKey(backup, secretKey);
    copyModels(backup);
    String schema = SchemaState.of(copy, MigrationLocations.ALL).version().orElse("");
    DurableFiles.force(copy);
    ChecksumList.Listed listed = ChecksumList.write(backup);
    DurableFiles.forceDirectories(backup);
    var manifest =
        new BackupManifest(
            created,
            schema,
            key,
            copied.contents() - copied.gone() - copied.damaged().size(),
            copied.gone(),
            copied.damaged(),
            listed.files(),
            listed.bytes(),
            listed.sha256());
    manifest.write(backup);
    DurableFiles.forceDirectories(backup);
    return manifest;
  }

  private void needs(Path directory, long bytes) throws IOException {
    long room = free.in(directory) - config.results().diskFreeMin();
    if (bytes > room) {
      throw new BackupRefusedException(
          "too little room: %d MiB are needed, %d MiB are free beside what the server keeps free"
              .formatted(bytes >> 20, Math.max(0, room >> 20)));
    }
  }

  private Copied contents(Path backup, Path copy, int copies, Consumer<Copied> progress)
      throws IOException {
    try (var live = open(DatabaseModule.file(config));
        var copied = open(copy)) {
      if (config.objectStore().isEmpty()) {
        var artifacts = new CopyArtifacts(config.data(), live, backup, copied, clock);
        return contents(artifacts, backup, copied, copies, progress);
      }
      try (var bucket = new S3Reader(config.objectStore().get())) {
        var artifacts = new CopyArtifacts(bucket, live, backup, copied, clock);
        return contents(artifacts, backup, copied, copies, progress);
      }
    }
  }

  private Copied contents(
      CopyArtifacts artifacts, Path backup, Database copied, int copies, Consumer<Copied> progress)
      throws IOException {
    needs(backup, copies * artifacts.bytes());
    Copied all = artifacts.run(progress);
    boolean _ = copied.purge(); // its log goes into it
    return all;
  }

  private static SqliteDatabase open(Path file) {
    return SqliteDatabase.open(file, MigrationLocations.ALL, SqliteOptions.DEFAULT);
  }

  private SecretKeyPlace copySecretKey(Path backup, boolean wanted) throws IOException {
    Path file = SecretKeyFile.in(config.data());
    if (!Files.exists(file)) {
      return SecretKeyPlace.ELSEWHERE;
    }
    if (!wanted) {
      return SecretKeyPlace.LEFT_OUT;
    }
    copy(file, SecretKeyFile.in(backup));
    return SecretKeyPlace.INCLUDED;
  }

  /** The model files of the data directory. */
  private void copyModels(Path backup) throws IOException {
    Path models = config.data().resolve(MODELS);
    if (!Files.isDirectory(models)) {
      return;
    }
    Path to = Files.createDirectories(backup.resolve(MODELS));
    try (Stream<Path> files = Files.list(models)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(Objects.requireNonNull(file.getFileName())));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      DurableFiles.copy(in, to);
    }
  }
}
