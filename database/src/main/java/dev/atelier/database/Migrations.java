package dev.atelier.database;

import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the current schema: Flyway files of every module that stores something.
 *
 * <p>On a server, nodes of the version before work on while a new one migrates, and start again
 * after it: there a migration only expands the schema. One that takes away what the version before
 * needs is called {@code V<number>__contract_<what>.sql}, comes a version later, and keeps programs
 * out that do not know it.
 */
final class Migrations {
  /** With what the description of a migration begins that takes something away. */
  private static final String CONTRACT = "contract ";

  private Migrations() {}

  /**
   * To the schema of a database that one process uses.
   *
   * @param locations such as {@code classpath:dev/atelier/queue/migrations}
   * @throws IllegalStateException if a newer version changed it
   */
  static void apply(DataSource source, List<String> locations) {
    apply(source, locations, _ -> true);
  }

  /**
   * To the schema of a database that nodes of this version and the next share.
   *
   * @throws IllegalStateException if a newer version took something away from it
   */
  static void expand(DataSource source, List<String> locations) {
    apply(
        source,
        locations,
        unknown -> unknown.substring(unknown.indexOf(' ') + 1).startsWith(CONTRACT));
  }

  private static void apply(DataSource source, List<String> locations, Predicate<String> keepsOut) {
    try {
      Flyway flyway = on(source, locations);
      SchemaState.of(flyway.info()).unknown().stream()
          .filter(keepsOut)
          .findFirst()
          .ifPresent(unknown -> {
            throw new IllegalStateException(
                "a newer version changed the database (\"%s\"): start that version, or one after it"
                    .formatted(unknown));
          });
      flyway.migrate();
    } catch (FlywayException failure) {
      throw new IllegalStateException("the schema could not be brought up to date", failure);
    }
  }

  /** The migrations in those locations, over that database. */
  static Flyway on(DataSource source, List<String> locations) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations(locations.toArray(String[]::new))
        .loggers("slf4j")
        .failOnMissingLocations(true)
        .outOfOrder(true)
        .ignoreMigrationPatterns("*:missing", "*:future") // those of a newer version
        .load();
  }
}
