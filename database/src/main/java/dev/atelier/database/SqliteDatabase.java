package dev.atelier.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * A database in one file: SQLite in WAL mode with {@code synchronous=FULL}.
 *
 * <p>Writes of all threads go to one writer, which commits whatever waits together; {@link #write}
 * returns when that commit is on disk. Reads run beside it, each over its own snapshot. An
 * interrupted caller still gets its answer, and stays interrupted. The schema must have no deferred
 * constraints: one that breaks at the commit would take the other transactions of its batch along.
 */
public final class SqliteDatabase implements Database {
  private static final long COMPACTED_BYTES_MAX = 256L << 20;

  /** A copy, the log of writing it back, and as much to spare. */
  private static final int COMPACTING_NEEDS = 4;

  private final Path file;
  private final Writer writer;
  private final Readers readers;

  private SqliteDatabase(Path file, Writer writer, Readers readers) {
    this.file = file;
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * Opens or creates the database and brings it to the current schema.
   *
   * @param migrationLocations such as {@code classpath:dev/atelier/queue/migrations}
   * @throws DatabaseUnavailableException if the file cannot be opened
   * @throws IllegalStateException if a migration fails
   */
  public static SqliteDatabase open(
      Path file, List<String> migrationLocations, SqliteOptions options) {
    return open(file, migrationLocations, options, Optional.empty());
  }

  /**
   * The same.
   *
   * @param empty a file of {@link #writeEmpty}, which a new database is a copy of; not used where
   *     it is missing or of other migrations
   */
  public static SqliteDatabase open(
      Path file, List<String> migrationLocations, SqliteOptions options, Optional<Path> empty) {
    try {
      var directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a directory");
      Files.createDirectories(directory);
      var stamp = SchemaStamp.of(migrationLocations);
      if (Files.notExists(file)) {
        NewDatabase.make(file, migrationLocations, stamp, empty);
      }
      var session = new WriteSession(file, options);
      migrate(file, migrationLocations, stamp);
      forceDirectory(directory);
      var writer = new Writer(session, options, "database-writer");
      var database = new SqliteDatabase(file, writer, new Readers(file, options));
      writer.start();
      return database;
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("cannot open " + file, failure);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open " + file, failure);
    }
  }

  /** Writes an empty database of the current schema to a new file, which is not forced. */
  public static void writeEmpty(Path file, List<String> migrationLocations) {
    try {
      NewDatabase.migrate(file, migrationLocations, SchemaStamp.of(migrationLocations));
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("cannot write " + file, failure);
    }
  }

  private static void migrate(Path file, List<String> locations, SchemaStamp stamp)
      throws SQLException {
    var source = new SQLiteDataSource();
    source.setUrl(Connections.url(file));
    try (var connection = source.getConnection()) {
      if (stamp.on(connection)) {
        return;
      }
    }
    Migrations.apply(source, locations);
    try (var connection = source.getConnection()) {
      stamp.put(connection);
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writer.write(work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    if (writer.isCurrentThread()) {
      throw new IllegalStateException("a transaction body must not start another transaction");
    }
    return readers.read(work);
  }

  /** Empties the write-ahead log; what was deleted is overwritten where it is. */
  @Override
  public boolean purge() {
    try (var connection = Connections.writing(file)) {
      return Connections.emptyWal(connection);
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("the write-ahead log cannot be emptied", failure);
    }
  }

  /** Up to {@value #COMPACTED_BYTES_MAX} bytes: that takes a second or two. */
  @Override
  public boolean compact() {
    try {
      long bytes = Files.size(file);
      long free = Files.getFileStore(file).getUsableSpace();
      if (bytes > COMPACTED_BYTES_MAX || free < COMPACTING_NEEDS * bytes) {
        return false;
      }
    } catch (IOException failure) {
      throw new DatabaseUnavailableException("the database's file cannot be read", failure);
    }
    try (var connection = Connections.writing(file)) {
      Connections.rewrite(connection, file.toAbsolutePath().resolveSibling("").normalize());
      return true;
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("the database cannot be written anew", failure);
    }
  }

  /** How many transactions wait for the writer, for a metric. */
  public int pending() {
    return writer.pending();
  }

  /** Runs what waits, then closes; later calls get {@link DatabaseUnavailableException}. */
  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
