package dev.atelier.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/**
 * Makes a database that is not there yet: beside its place, without waiting for the disk after each
 * migration, then forced once and moved. Whoever is killed in between leaves nothing at its place,
 * and of several processes that begin at once one makes it: another's must never be replaced.
 */
final class NewDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(NewDatabase.class);

  private NewDatabase() {}

  /**
   * Does nothing where there is one by now. Its directory's entries are not forced. A log whose
   * database is gone goes too.
   *
   * @param stamp of these migrations
   * @param empty a database of {@link #migrate}, to be copied if it is of these very migrations
   */
  static synchronized void make(
      Path file, List<String> locations, SchemaStamp stamp, Optional<Path> empty)
      throws IOException, SQLException {
    Path turn = beside(file, ".turn");
    try (var channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (Files.notExists(file)) {
        makeAlone(file, locations, stamp, empty);
      }
      Files.deleteIfExists(turn); // who waits for it, or makes it anew, finds the database
    }
  }

  private static void makeAlone(
      Path file, List<String> locations, SchemaStamp stamp, Optional<Path> empty)
      throws IOException, SQLException {
    Path making = beside(file, ".new");
    for (String left : List.of(".new", "-wal", "-shm")) {
      Files.deleteIfExists(beside(file, left));
    }
    if (empty.isEmpty() || !copied(empty.get(), making, stamp)) {
      Files.deleteIfExists(making);
      migrate(making, locations, stamp);
    }
    try (var channel = FileChannel.open(making, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean copied(Path empty, Path making, SchemaStamp stamp) {
    try (var in = Files.newInputStream(empty);
        var out = Files.newOutputStream(making, StandardOpenOption.CREATE_NEW)) {
      in.transferTo(out); // with rights of its own, however the other is protected
    } catch (IOException e) {
      LOG.info("the schema is made anew, for {} cannot be read: {}", empty, e.toString());
      return false;
    }
    try (var connection = DriverManager.getConnection(Connections.url(making))) {
      return stamp.on(connection);
    } catch (SQLException e) {
      LOG.info("the schema is made anew, for {} is no database: {}", empty, e.toString());
      return false;
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Applies all migrations to a file that must be lost if this does not return. */
  static void migrate(Path file, List<String> locations, SchemaStamp stamp) throws SQLException {
    var config = new SQLiteConfig();
    config.setSynchronous(SynchronousMode.OFF);
    config.setJournalMode(JournalMode.MEMORY);
    var source = new SQLiteDataSource(config);
    source.setUrl(Connections.url(file));
    Migrations.apply(source, locations);
    try (var connection = source.getConnection()) {
      stamp.put(connection);
    }
  }
}
