package dev.atelier.database;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.sqlite.SQLiteDataSource;

/**
 * How far the schema of a database in a file is, as this program sees it.
 *
 * @param version of the newest migration that was applied; empty for a new file
 * @param pending migrations that this program has and the file has not, such as {@code 387
 *     subscribed}, in their order
 * @param unknown migrations that a newer program applied
 */
public record SchemaState(Optional<String> version, List<String> pending, List<String> unknown) {
  public SchemaState {
    pending = List.copyOf(pending);
    unknown = List.copyOf(unknown);
  }

  /** Whether file and program have the same schema. */
  public boolean current() {
    return pending.isEmpty() && unknown.isEmpty();
  }

  /**
   * Reads it and changes nothing.
   *
   * @param locations such as {@code classpath:dev/atelier/queue/migrations}
   */
  public static SchemaState of(Path file, List<String> locations) {
    var source = new SQLiteDataSource();
    source.setUrl(Connections.url(file));
    return of(Migrations.on(source, locations).info());
  }

  /**
   * The same of a database on a server.
   *
   * @throws DatabaseUnavailableException if it cannot be reached
   */
  public static SchemaState of(PostgresAddress address, List<String> locations) {
    return PostgresPool.forMigrations(
        address,
        PostgresOptions.DEFAULT,
        source -> of(Migrations.on(source, PostgresDatabase.locations(locations)).info()));
  }

  static SchemaState of(MigrationInfoService info) {
    return new SchemaState(
        Optional.ofNullable(info.current()).map(SchemaState::number),
        Arrays.stream(info.pending()).map(SchemaState::text).toList(),
        Arrays.stream(info.all())
            .filter(one -> one.getState().isApplied() && !one.getState().isResolved())
            .map(SchemaState::text)
            .toList());
  }

  /** Brings the file to this program's schema; nobody else may use it. */
  public static void bringUpToDate(Path file, List<String> locations) {
    SqliteDatabase.open(file, locations, SqliteOptions.DEFAULT).close();
  }

  /** The same of a database on a server, which others may use. */
  public static void bringUpToDate(PostgresAddress address, List<String> locations) {
    PostgresDatabase.open(address, locations, PostgresOptions.DEFAULT).close();
  }

  private static String number(MigrationInfo one) {
    return String.valueOf(one.getVersion());
  }

  private static String text(MigrationInfo one) {
    return one.getVersion() + " " + one.getDescription();
  }
}
