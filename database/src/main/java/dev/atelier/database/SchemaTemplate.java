package dev.atelier.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;

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
        NewDatabase.migrate(file, locations, SchemaStamp.of(locations));
        try (var connection =
            (SQLiteConnection) DriverManager.getConnection(Connections.url(file))) {
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
}
