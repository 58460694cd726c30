package dev.atelier.metering;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.database.PostgresServer;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Empty databases with the tables of this module. */
public final class Schema {
  private static final List<String> MIGRATIONS =
      List.of("classpath:dev/atelier/metering/migrations");

  private Schema() {}

  public static Database inMemory() {
    return DirectDatabase.open(MIGRATIONS);
  }

  /** The same with a time of its own. */
  public static Database inMemory(InstantSource time) {
    return DirectDatabase.open(MIGRATIONS, CommitHooks.NONE, time);
  }

  public static Database sqlite(Path directory) {
    return SqliteDatabase.open(directory.resolve("test.db"), MIGRATIONS, SqliteOptions.DEFAULT);
  }

  public static Database postgres() {
    return PostgresServer.open(MIGRATIONS);
  }

  /** The same with a time of its own. */
  public static Database postgres(InstantSource time) {
    return PostgresServer.open(MIGRATIONS, PostgresServer.OPTIONS.withClock(time));
  }
}
