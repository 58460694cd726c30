package dev.atelier.server.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/** A backup in one file: a ZIP of its directory. */
public final class BackupArchive {
  private static final String ENDING = ".zip";

  private BackupArchive() {}

  /** Whether a backup there is to be one file. */
  public static boolean names(Path place) {
    return place.toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  /** Packs a backup into a new file, which appears when it is whole and on disk. */
  static void pack(Path backup, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part);
    DurableFiles.ownerOnly(part, "rw-------");
    try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)));
        Stream<Path> files = Files.walk(backup)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(backup.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, zip);
        zip.closeEntry();
      }
    }
    DurableFiles.force(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Does something with the root of a backup, be it a directory or one file. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Path root) throws IOException;
  }

  /**
   * Opens a backup.
   *
   * @throws BackupRefusedException if nothing is there, or a file that is no whole ZIP
   */
  public static <T> T open(Path backup, Work<T> work) throws IOException {
    if (Files.isDirectory(backup)) {
      return work.with(backup);
    }
    if (!Files.exists(backup)) {
      throw new BackupRefusedException("there is no " + backup);
    }
    try (FileSystem zip = zip(backup)) {
      return work.with(zip.getPath("/"));
    }
  }

  private static FileSystem zip(Path file) throws IOException {
    try {
      return FileSystems.newFileSystem(file);
    } catch (ZipException | ProviderNotFoundException e) {
      throw new BackupRefusedException(file + " is not a whole backup: " + e.getMessage());
    }
  }
}
