package dev.atelier.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** The pool of connections that read, each with its own prepared statements. */
final class Readers implements AutoCloseable {
  private static final long WAIT_MILLIS_MIN = 250; // the pool takes no less

  private final HikariDataSource pool;
  private final int statementsMax;
  private final InstantSource clock;
  private final Map<SQLiteConnection, Session> sessions = new ConcurrentHashMap<>();

  Readers(Path file, SqliteOptions options) {
    this.statementsMax = options.statementsMax();
    this.clock = options.clock();
    var source = new SQLiteDataSource(Connections.reading());
    source.setUrl(Connections.url(file));
    var config = new HikariConfig();
    config.setPoolName("database-readers");
    config.setDataSource(source);
    config.setConnectionInitSql(Connections.READ_ONLY);
    config.setMaximumPoolSize(options.readers());
    config.setMinimumIdle(1);
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    config.setConnectionTimeout(Math.max(WAIT_MILLIS_MIN, options.waitMax().toMillis()));
    this.pool = new HikariDataSource(config);
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    boolean interrupted = Thread.interrupted();
    try (var pooled = pool.getConnection()) {
      return read(pooled, work);
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException(
          "the database cannot be read: " + failure.getMessage(), failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T extends @Nullable Object> T read(Connection pooled, Database.Work<T> work)
      throws SQLException {
    var connection = pooled.unwrap(SQLiteConnection.class);
    var session =
        sessions.computeIfAbsent(connection, fresh -> new Session(fresh, statementsMax, clock));
    try {
      return ReadTransaction.run(session, work);
    } catch (SQLException failure) {
      sessions.remove(connection);
      pool.evictConnection(pooled);
      throw failure;
    }
  }

  @Override
  public void close() {
    pool.close();
    sessions.clear();
  }
}
