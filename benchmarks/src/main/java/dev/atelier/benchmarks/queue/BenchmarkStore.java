package dev.atelier.benchmarks.queue;

import dev.atelier.benchmarks.scratch.ScratchDirectory;
import dev.atelier.database.Database;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresDatabase;
import dev.atelier.database.PostgresOptions;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.queue.claim.QueueSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An empty database of a benchmark's own, in a directory that is gone when it is closed. */
record BenchmarkStore(Database database, QueueSettings queue, List<AutoCloseable> parts)
    implements AutoCloseable {
  private static final List<String> SCHEMA =
      List.of(
          "dev/atelier/storage/migrations",
          "dev/atelier/metering/migrations",
          "dev/atelier/queue/migrations");
  private static final QueueSettings UNBOUNDED =
      QueueSettings.DEFAULT.withLengthMax(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * @param store {@code sqlite} or {@code postgresql}; either waits for the disk at each commit
   */
  static BenchmarkStore open(String store) throws IOException {
    var scratch = ScratchDirectory.create("queue-benchmark");
    return switch (store) {
      case "sqlite" -> {
        var file = scratch.path().resolve("queue.db");
        var database = SqliteDatabase.open(file, SCHEMA, SqliteOptions.DEFAULT);
        yield new BenchmarkStore(database, UNBOUNDED, List.of(database, scratch));
      }
      case "postgresql" -> {
        EmbeddedPostgres server = server(scratch);
        var database = database(url(server.getPort(), "postgres"));
        yield new BenchmarkStore(
            database, UNBOUNDED.sideBySide(), List.of(database, server, scratch));
      }
      default -> throw new IllegalArgumentException("sqlite or postgresql, not " + store);
    };
  }

  /** A database of a server that runs already. */
  static BenchmarkStore at(String url) {
    var database = database(url);
    return new BenchmarkStore(database, UNBOUNDED.sideBySide(), List.of(database));
  }

  private static PostgresDatabase database(String url) {
    var address = new PostgresAddress(url, Optional.of("postgres"), Optional.empty());
    return PostgresDatabase.open(address, SCHEMA, PostgresOptions.DEFAULT);
  }

  static String url(int port, String name) {
    return "jdbc:postgresql://localhost:" + port + "/" + name;
  }

  /** A server that waits for its disk at each commit. */
  static EmbeddedPostgres server(ScratchDirectory scratch) throws IOException {
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(scratch.path().resolve("binaries").toFile())
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("max_wal_size", "2GB")
        .start();
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (IOException | RuntimeException failure) {
        throw failure;
      } catch (Exception failure) {
        throw new IOException(failure);
      }
    }
  }
}
