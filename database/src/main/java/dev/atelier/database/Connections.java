package dev.atelier.database;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConnection;

/** Opens SQLite connections with the settings that durability and speed here rest on. */
final class Connections {
  private static final int BUSY_MILLIS = 5_000;
  private static final int PURGE_MILLIS = 500;
  private static final int CHECKPOINT_PAGES = 16_000;
  private static final int CACHE_KIBIBYTES = 16 << 10;
  private static final int WAL_BYTES_KEPT = 64 << 20;

  static final String READ_ONLY = "PRAGMA query_only=1";

  private Connections() {}

  static String url(Path file) {
    return "jdbc:sqlite:" + file.toAbsolutePath();
  }

  static SQLiteConnection writing(Path file) throws SQLException {
    var config = common();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setJournalSizeLimit(WAL_BYTES_KEPT);
    var connection = (SQLiteConnection) config.createConnection(url(file));
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint=" + CHECKPOINT_PAGES);
      statement.execute("PRAGMA cache_size=-" + CACHE_KIBIBYTES);
      statement.execute("PRAGMA secure_delete=ON"); // what is erased must not stay in free pages
    }
    return connection;
  }

  /** Moves the log's pages to their places and cuts it to nothing; false while others need it. */
  static boolean emptyWal(SQLiteConnection writing) throws SQLException {
    try (var statement = writing.createStatement()) {
      statement.execute("PRAGMA busy_timeout=" + PURGE_MILLIS); // others cannot write meanwhile
      try (var result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        return result.next() && result.getInt("busy") == 0;
      }
    }
  }

  /** Writes every page anew, by way of a file in that directory, which is deleted at once. */
  static void rewrite(SQLiteConnection writing, Path directory) throws SQLException {
    try (var statement = writing.createStatement()) {
      statement.execute(
          "PRAGMA temp_store_directory='" + directory.toString().replace("'", "''") + "'");
      statement.execute("PRAGMA temp_store=FILE");
      statement.execute("VACUUM");
    }
  }

  /** Settings of a connection that reads; {@link #READ_ONLY} must be said on it first. */
  static SQLiteConfig reading() {
    return common();
  }

  static SQLiteConnection inMemory() throws SQLException {
    return (SQLiteConnection) common().createConnection("jdbc:sqlite::memory:");
  }

  private static SQLiteConfig common() {
    var config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTempStore(TempStore.MEMORY);
    config.setGetGeneratedKeys(false);
    return config;
  }
}
