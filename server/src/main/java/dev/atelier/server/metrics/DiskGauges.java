package dev.atelier.server.metrics;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The disk that the data lies on, and the files of the database. */
public final class DiskGauges {
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  private final Path database;

  /**
   * @param database the database's file, in the data directory; not there where the rows are on a
   *     server
   */
  public DiskGauges(Metrics metrics, Path database) {
    this.database = database;
    metrics.gauge(
        "atelier.disk.free.bytes", "room left for data", () -> of(FileStore::getUsableSpace));
    metrics.gauge("atelier.disk.size.bytes", "all room", () -> of(FileStore::getTotalSpace));
    metrics.gauge("atelier.database.bytes", "the database with its log", this::databaseBytes);
  }

  @FunctionalInterface
  private interface Measure {
    long of(FileStore disk) throws IOException;
  }

  private Number of(Measure measure) {
    try {
      return measure.of(Files.getFileStore(database.resolveSibling("")));
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private Number databaseBytes() {
    if (Files.notExists(database)) {
      return Double.NaN; // the rows are on a server
    }
    return SUFFIXES.stream().mapToLong(suffix -> new File(database + suffix).length()).sum();
  }
}
