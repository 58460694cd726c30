package dev.atelier.metering.session;

import dev.atelier.database.Database;
import dev.atelier.metering.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSessionStoreTest extends SessionStoreContract {
  @TempDir private Path directory;

  @Override
  Database database() {
    return Schema.sqlite(directory);
  }
}
