package dev.atelier.server.config;

import dev.atelier.database.PostgresAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the rows are.
 *
 * @param server empty for SQLite in the data directory
 * @param connections to that server at most
 */
public record DatabaseConfig(Optional<PostgresAddress> server, int connections) {
  private static final int CONNECTIONS_MIN = 2;
  private static final int CONNECTIONS_MAX = 1_000;

  static DatabaseConfig of(ConfigValues values) {
    Optional<PostgresAddress> server =
        values
            .given("database")
            .filter(url -> !url.isBlank())
            .map(_ ->
                values.read(
                    "database",
                    "a URL such as jdbc:postgresql://db.example.org/atelier",
                    url -> address(url, values)));
    return new DatabaseConfig(
        server, values.count("database-connections", CONNECTIONS_MIN, CONNECTIONS_MAX));
  }

  private static PostgresAddress address(String url, ConfigValues values) {
    if (url.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new ConfigException(
          "setting \"database\" must have no password in it: that is \"database-password\"");
    }
    return new PostgresAddress(
        url, values.given("database-user"), values.given("database-password"));
  }

  /** Of them, so many write; the others read. */
  public int writers() {
    return Math.max(1, connections * 2 / 3);
  }

  /** Of them, so many read. */
  public int readers() {
    return connections - writers();
  }
}
