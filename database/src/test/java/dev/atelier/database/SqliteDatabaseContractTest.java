package dev.atelier.database;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@link SqliteDatabase} keeps the contract. */
class SqliteDatabaseContractTest extends DatabaseContract {
  @TempDir private Path directory;

  @Override
  protected Database create() {
    return SqliteDatabase.open(directory.resolve("test.db"), LOCATIONS, SqliteOptions.DEFAULT);
  }
}
