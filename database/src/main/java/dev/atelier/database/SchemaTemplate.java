package dev.atelier.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** Migrated, empty databases as bytes: migrated once for each process, copied ever after. */
final class SchemaTemplate {
  private static final Map<List<String>, byte[]> KNOWN = new ConcurrentHashMap<>();

  private SchemaTemplate() {}

  static byte[] of(List<String> locations) {
    return KNOWN.computeIfAbsent(List.copyOf(locations), SchemaTemplate::migrated).clone();
  }

  private static byte[] migrated(List<String> locations) {
    try {
      var file = Files.createTempFile("schema", ".sqlite");
      try {
        var source = new SQLiteDataSource(unsafeButFast());
        source.setUrl(Connections.url(file));
        Migrations.apply(source, locations);
        try (var connection = (SQLiteConnection) source.getConnection()) {
          return connection.serialize("main");
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("no schema template", failure);
    }
  }

  private static SQLiteConfig unsafeButFast() {
    var config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
    return config;
  }
}
