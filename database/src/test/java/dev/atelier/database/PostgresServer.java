package dev.atelier.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL server for all tests of a JVM, which waits for its disk as a real one does; each
 * test gets a database of its own, a copy of one that was migrated once.
 */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Map<List<String>, String> TEMPLATES = new ConcurrentHashMap<>();
  private static final String USER = "postgres";

  /** Few connections: many tests share the server. */
  public static final PostgresOptions OPTIONS = PostgresOptions.DEFAULT.withConnections(6, 3);

  private PostgresServer() {}

  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .setServerConfig("shared_buffers", "64MB")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
      } catch (IOException failure) {
        throw new UncheckedIOException("PostgreSQL did not start", failure);
      }
    }
  }

  /** A new database with the schema of these migrations, dropped when it is closed. */
  public static Database open(List<String> migrationLocations) {
    return open(migrationLocations, OPTIONS);
  }

  /** The same within other bounds. */
  public static Database open(List<String> migrationLocations, PostgresOptions options) {
    String name = create(template(migrationLocations));
    return new DroppedAtClose(PostgresDatabase.connect(address(name), options), name);
  }

  /** A new database with that schema as it is, dropped by nobody but the server's end. */
  static PostgresDatabase connected(List<String> migrationLocations) {
    return PostgresDatabase.connect(address(create(template(migrationLocations))), OPTIONS);
  }

  /** A new empty database; whoever asks for it drops it, or nobody. */
  public static PostgresAddress empty() {
    return address(create("template1"));
  }

  private static String template(List<String> locations) {
    return TEMPLATES.computeIfAbsent(
        List.copyOf(locations),
        fresh -> {
          String name = create("template1");
          PostgresDatabase.open(address(name), fresh, OPTIONS).close();
          return name;
        });
  }

  private static synchronized String create(String template) {
    String name = "test_" + DATABASES.incrementAndGet();
    administer("CREATE DATABASE " + name + " TEMPLATE " + template);
    return name;
  }

  private static void drop(String name) {
    administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Runs a statement outside of any test's database. */
  public static void administer(String sql) {
    try (var connection = DriverManager.getConnection(address("postgres").url(), USER, "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /** Where a database of that name is. */
  public static PostgresAddress address(String name) {
    return new PostgresAddress(
        "jdbc:postgresql://localhost:" + Running.SERVER.getPort() + "/" + name,
        Optional.of(USER),
        Optional.empty());
  }

  private record DroppedAtClose(Database database, String name) implements Database {
    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T write(Work<T> work) {
      return database.write(work);
    }

    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T writeTogether(
        String order, Work<T> work) {
      return database.writeTogether(order, work);
    }

    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public Notices notices() {
      return database.notices();
    }

    @Override
    public void close() {
      database.close();
      Thread.ofVirtual().start(() -> drop(name)); // which waits for the disk
    }
  }
}
