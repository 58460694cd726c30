package dev.atelier.database;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the current schema: Flyway files of every module that stores something. */
final class Migrations {
  private Migrations() {}

  /**
   * @param locations such as {@code classpath:dev/atelier/queue/migrations}
   */
  static void apply(DataSource source, List<String> locations) {
    try {
      on(source, locations).migrate();
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
        .load();
  }
}
