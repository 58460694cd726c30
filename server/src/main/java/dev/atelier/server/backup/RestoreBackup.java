package dev.atelier.server.backup;

import dev.atelier.database.DataDirectory;
import dev.atelier.database.SchemaState;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.image.ContentHash;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.server.wiring.MigrationLocations;
import dev.atelier.storage.CheckArtifacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes a data directory of a backup. Every file is hashed while it is copied; the database gets
 * its name last, when everything was compared with it. A directory that was restored in part bears
 * a mark, and nothing opens it.
 */
public final class RestoreBackup {
  private final ServerConfig config;

  /**
   * @param config names the data directory
   */
  public RestoreBackup(ServerConfig config) {
    this.config = config;
  }

  /** How many of the backup's files and bytes were read. */
  public record Restored(long allBytes, long files, long bytes) {}

  /**
   * Restores into a new or empty directory; of what fails nothing is left.
   *
   * @param backup the root of one
   * @throws BackupRefusedException if it is not whole, of a newer version, or the directory is not
   *     empty
   */
  public BackupManifest from(Path backup, Consumer<Restored> progress) throws IOException {
    if (config.database().server().isPresent()) {
      throw new BackupRefusedException(
          "the rows are on a server: restore them there, as docs/backup.md says");
    }
    Path data = config.data();
    if (!DurableFiles.vacant(data)) {
      throw new BackupRefusedException(
          data + " is not empty: restore into a new directory, nothing is overwritten");
    }
    try (DataDirectory _ = DataDirectory.lock(data)) {
      boolean whole = false;
      try {
        BackupManifest manifest = restore(backup, data, progress);
        whole = true;
        return manifest;
      } finally {
        if (!whole) {
          DurableFiles.empty(data);
        }
      }
    }
  }

  /** Reads the whole backup and compares every file with its hash; nothing is written. */
  public static BackupManifest check(Path backup, Consumer<Restored> progress) throws IOException {
    BackupManifest manifest = BackupManifest.read(backup);
    eachFile(
        backup,
        manifest,
        progress,
        (_, in) -> DurableFiles.read(in, OutputStream.nullOutputStream()));
    return manifest;
  }

  private BackupManifest restore(Path backup, Path data, Consumer<Restored> progress)
      throws IOException {
    BackupManifest manifest = BackupManifest.read(backup);
    Path mark = DatabaseModule.unfinishedRestore(config);
    DurableFiles.write(mark, "");
    DurableFiles.forceDirectory(data);
    Path database = DatabaseModule.file(config);
    Path unnamed = database.resolveSibling(database.getFileName() + ".restoring");
    eachFile(
        backup,
        manifest,
        progress,
        (path, in) -> {
          Path to = data.resolve(path);
          Files.createDirectories(Objects.requireNonNull(to.getParent()));
          return DurableFiles.copy(in, to.equals(database) ? unnamed : to);
        });
    if (!Files.exists(unnamed)) {
      throw new BackupRefusedException("the backup has no database");
    }
    compare(manifest, data, unnamed);
    DurableFiles.forceDirectories(data);
    Files.move(unnamed, database, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(mark);
    DurableFiles.forceDirectory(data);
    return manifest;
  }

  private static void compare(BackupManifest manifest, Path data, Path database)
      throws IOException {
    SchemaState schema = SchemaState.of(database, MigrationLocations.ALL);
    if (!schema.unknown().isEmpty()) {
      throw new BackupRefusedException(
          "the backup is of a newer version of Atelier, with " + schema.unknown());
    }
    try (var rows = SqliteDatabase.open(database, MigrationLocations.ALL, SqliteOptions.DEFAULT)) {
      List<ContentHash> missing =
          new CheckArtifacts(data, rows)
              .missing().stream().filter(hash -> !manifest.damaged().contains(hash)).toList();
      if (!missing.isEmpty()) {
        throw new BackupRefusedException(
            missing.size() + " contents are missing, " + missing.getFirst().hex() + " first");
      }
      rows.purge();
    }
  }

  /** Takes a file to its end, and says what it read. */
  @FunctionalInterface
  private interface Taker {
    DurableFiles.Read take(String path, InputStream in) throws IOException;
  }

  private static void eachFile(
      Path backup, BackupManifest manifest, Consumer<Restored> progress, Taker taker)
      throws IOException {
    Path list = backup.resolve(ChecksumList.NAME);
    if (!Files.exists(list) || !ChecksumList.sum(list).equals(manifest.sums())) {
      throw new BackupRefusedException(ChecksumList.NAME + " is not what the manifest says");
    }
    long files = 0;
    long bytes = 0;
    try (BufferedReader lines = Files.newBufferedReader(list)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        bytes += take(backup, ChecksumList.Entry.parse(line), taker);
        files++;
        progress.accept(new Restored(manifest.bytes(), files, bytes));
      }
    }
    if (files != manifest.files()) {
      throw new BackupRefusedException("the backup lists " + files + " files");
    }
  }

  private static long take(Path backup, ChecksumList.Entry entry, Taker taker) throws IOException {
    try (InputStream in = Files.newInputStream(backup.resolve(entry.path()))) {
      DurableFiles.Read read = taker.take(entry.path(), in);
      if (!read.sha256().equals(entry.sha256())) {
        throw new BackupRefusedException(
            entry.path() + " is damaged: its SHA-256 is not " + entry.sha256());
      }
      return read.bytes();
    } catch (NoSuchFileException _) {
      throw new BackupRefusedException(entry.path() + " is missing in the backup");
    }
  }
}
