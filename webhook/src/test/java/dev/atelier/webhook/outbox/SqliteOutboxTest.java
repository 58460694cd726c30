package dev.atelier.webhook.outbox;

import dev.atelier.database.Database;
import dev.atelier.webhook.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {
  @TempDir private Path directory;

  @Override
  Database database() {
    return Schema.sqlite(directory);
  }
}
