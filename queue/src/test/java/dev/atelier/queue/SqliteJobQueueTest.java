package dev.atelier.queue;

import dev.atelier.database.Database;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract over SQLite in a file, with its writer thread. */
class SqliteJobQueueTest extends JobQueueContract {
  @TempDir private Path directory;

  @Override
  Database open() {
    return SqliteDatabase.open(directory.resolve("queue.db"), MIGRATIONS, SqliteOptions.DEFAULT);
  }
}
