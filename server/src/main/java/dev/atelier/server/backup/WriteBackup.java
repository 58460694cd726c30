package dev.atelier.server.backup;

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

  private final ServerConfig config;
  private final InstantSource clock;

  public WriteBackup(ServerConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Makes the backup in a new or empty directory, or in a new file that ends in {@code .zip}; of
   * one that fails nothing is left. For a file there must be room for both, beside it.
   *
   * @param secretKey whether the secret key's file is copied
   * @param progress is told after every some contents
   * @throws BackupRefusedException if there is nothing to copy, or the place is not free
   */
  public BackupManifest to(Path place, boolean secretKey, Consumer<Copied> progress)
      throws IOException {
    Path target = place.toAbsolutePath().normalize();
    check(target);
    if (!BackupArchive.names(target)) {
      return directory(target, secretKey, progress);
    }
    Path parent = Objects.requireNonNull(target.getParent());
    Path unpacked = Files.createTempDirectory(Files.createDirectories(parent), ".backup");
    try {
      BackupManifest manifest = directory(unpacked, secretKey, progress);
      BackupArchive.pack(unpacked, target);
      DurableFiles.forceDirectory(parent);
      return manifest;
    } finally {
      DurableFiles.empty(unpacked);
      Files.delete(unpacked);
    }
  }

  private BackupManifest directory(Path backup, boolean secretKey, Consumer<Copied> progress)
      throws IOException {
    Files.createDirectories(backup);
    DurableFiles.ownerOnly(backup, "rwx------");
    boolean made = false;
    try {
      BackupManifest manifest = write(backup, secretKey, progress);
      made = true;
      return manifest;
    } finally {
      if (!made) {
        DurableFiles.empty(backup);
      }
    }
  }

  private void check(Path backup) throws IOException {
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

  private BackupManifest write(Path backup, boolean secretKey, Consumer<Copied> progress)
      throws IOException {
    Instant created = clock.instant();
    Path copy = backup.resolve(DatabaseModule.file(config).getFileName());
    DatabaseCopy.make(DatabaseModule.file(config), copy);
    DurableFiles.ownerOnly(copy, "rw-------");
    Copied copied = contents(backup, copy, progress);
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

  private Copied contents(Path backup, Path copy, Consumer<Copied> progress) throws IOException {
    try (var live = open(DatabaseModule.file(config));
        var copied = open(copy)) {
      var artifacts = new CopyArtifacts(config.data(), live, backup, copied, clock);
      Copied all = artifacts.run(progress);
      copied.purge(); // its log goes into it
      return all;
    }
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
