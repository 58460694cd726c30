package dev.atelier.webhook.subscription;

import dev.atelier.database.Database;
import dev.atelier.webhook.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEndpointsTest extends EndpointsContract {
  @TempDir private Path directory;

  @Override
  Database database() {
    return Schema.sqlite(directory);
  }
}
