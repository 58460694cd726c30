package dev.atelier.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one kind, each with its statements. While the server cannot be reached nobody
 * waits for it but who tries it next.
 */
final class PostgresPool implements AutoCloseable {
  private static final Duration SOCKET_SPARE = Duration.ofSeconds(5);
  private static final Duration JOINT_LOCK_MAX = Duration.ofMillis(250);
  private static final int MIGRATING = 3;
  private static final Duration LIFE_MAX = Duration.ofMinutes(30);
  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final HikariDataSource pool;
  private final PostgresOptions options;
  private final Map<Connection, PostgresSession> sessions = new ConcurrentHashMap<>();

  /** When the server was not there, on the monotonic clock; 0 while it is. */
  private final AtomicLong away = new AtomicLong();

  private PostgresPool(
      PostgresAddress address, PostgresOptions options, String name, int size, boolean readOnly) {
    this.options = options;
    var config = config(address, options, name);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1); // whoever needs a connection is told
    config.setMaxLifetime(LIFE_MAX.toMillis());
    config.setAutoCommit(false);
    config.setReadOnly(readOnly);
    config.setTransactionIsolation(
        readOnly ? "TRANSACTION_REPEATABLE_READ" : "TRANSACTION_READ_COMMITTED");
    properties(options).forEach(config::addDataSourceProperty);
    this.pool = new HikariDataSource(config);
  }

  static PostgresPool writing(PostgresAddress address, PostgresOptions options) {
    return new PostgresPool(address, options, "database-writers", options.writers(), false);
  }

  static PostgresPool reading(PostgresAddress address, PostgresOptions options) {
    return new PostgresPool(address, options, "database-readers", options.readers(), true);
  }

  /**
   * For bodies that share transactions: those hold the locks of many, so that they give up soon
   * where they would wait for somebody else's, before a deadlock would be found.
   */
  static PostgresPool joint(PostgresAddress address, PostgresOptions options) {
    var impatient = options.withTimes(options.waitMax(), options.statementMax(), JOINT_LOCK_MAX);
    return new PostgresPool(address, impatient, "database-joint", JointWriters.THREADS, false);
  }

  /** A few connections without bounds on what a statement takes, for migrations. */
  static <T> T forMigrations(
      PostgresAddress address, PostgresOptions options, Function<DataSource, T> use) {
    var config = config(address, options, "database-migrations");
    config.setMaximumPoolSize(MIGRATING);
    config.setMinimumIdle(0);
    try (var source = new HikariDataSource(config)) {
      return use.apply(source);
    } catch (PoolInitializationException failure) {
      throw new DatabaseUnavailableException(
          "cannot open " + address + ": " + failure.getMessage(), failure);
    }
  }

  private static HikariConfig config(
      PostgresAddress address, PostgresOptions options, String name) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(address.url());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(config::setPassword);
    config.setConnectionTimeout(options.connectMax().toMillis());
    config.addDataSourceProperty("ApplicationName", "atelier");
    config.addDataSourceProperty("connectTimeout", PostgresAddress.seconds(options.connectMax()));
    config.addDataSourceProperty("loginTimeout", PostgresAddress.seconds(options.connectMax()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return config;
  }

  private static Map<String, String> properties(PostgresOptions options) {
    String settings =
        "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
            .formatted(
                options.statementMax().toMillis(),
                options.lockMax().toMillis(),
                options.statementMax().toMillis());
    return Map.of(
        "options",
        settings,
        "socketTimeout",
        PostgresAddress.seconds(options.statementMax().plus(SOCKET_SPARE)),
        "logServerErrorDetail",
        "false", // details repeat the values of rows
        "preparedStatementCacheQueries",
        "0"); // statements are kept here
  }

  /**
   * Has something done over a connection of its own.
   *
   * @throws DatabaseUnavailableException if there is none
   */
  <T extends @Nullable Object> T use(Use<T> use) throws Throwable {
    try (Connection pooled = connection()) {
      var connection = pooled.unwrap(Connection.class);
      var session =
          sessions.computeIfAbsent(connection, fresh -> new PostgresSession(fresh, options));
      try {
        return use.of(session);
      } finally {
        if (session.broken()) {
          pool.evictConnection(pooled);
        }
        sessions.keySet().removeIf(PostgresPool::closed);
      }
    }
  }

  private Connection connection() {
    long since = away.get();
    boolean mine = since == 0 || System.nanoTime() - since > TRY_AGAIN_NANOS;
    if (!mine || (since != 0 && !away.compareAndSet(since, System.nanoTime() | 1))) {
      throw new DatabaseUnavailableException("the database cannot be reached");
    }
    try {
      var connection = pool.getConnection();
      away.set(0);
      return connection;
    } catch (SQLException failure) {
      away.set(System.nanoTime() | 1);
      throw new DatabaseUnavailableException(
          "the database cannot be reached: " + failure.getMessage(), failure);
    }
  }

  private static boolean closed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  @Override
  public void close() {
    pool.close();
    sessions.clear();
  }

  /** What is done over a connection. */
  interface Use<T extends @Nullable Object> {
    T of(PostgresSession session) throws Throwable;
  }
}
