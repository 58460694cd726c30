package dev.atelier.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vacuums small tables whose rows change all the time, such as counters. The server's own
 * autovacuum looks once a minute; until then each who reads the first rows by an index that changes
 * goes through all entries of rows that are no more. Large tables are left to the server.
 */
final class VacuumSmallTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VacuumSmallTables.class);

  /** The server writes down what changed a second later. */
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** Those of which more rows are dead than alive, as far as they are ours. */
  private static final String WORTH_IT =
      """
      SELECT format('%I.%I', told.schemaname, told.relname) AS name
      FROM pg_stat_user_tables AS told JOIN pg_class AS one ON one.oid = told.relid
      WHERE told.schemaname = current_schema()
        AND told.n_dead_tup > 1000 AND told.n_dead_tup > told.n_live_tup
        AND pg_total_relation_size(told.relid) < 64 * 1024 * 1024
        AND pg_has_role(one.relowner, 'USAGE')
      ORDER BY told.n_dead_tup DESC LIMIT 8\
      """;

  private final PostgresAddress address;
  private final Duration connectMax;
  private final Duration every;
  private final Thread thread =
      Thread.ofPlatform().name("database-vacuum").daemon().unstarted(this::run);

  private VacuumSmallTables(PostgresAddress address, Duration connectMax, Duration every) {
    this.address = address;
    this.connectMax = connectMax;
    this.every = every;
  }

  /** Begins; each process may do it, and none waits for another. */
  static VacuumSmallTables start(PostgresAddress address, Duration connectMax, Duration every) {
    var started = new VacuumSmallTables(address, connectMax, every);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(every);
        workWhileConnected();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void workWhileConnected() throws InterruptedException {
    try (Connection connection =
        address.connect("atelier-vacuum", connectMax, ANSWER_MAX, Map.of())) {
      while (!Thread.currentThread().isInterrupted()) {
        for (String table : worthIt(connection)) {
          vacuum(connection, table);
        }
        Thread.sleep(every);
      }
    } catch (SQLException e) {
      LOG.debug("no table is vacuumed now: {}", e.getMessage());
    }
  }

  private static List<String> worthIt(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(WORTH_IT)) {
      while (rows.next()) {
        names.add(rows.getString("name"));
      }
    }
    return names;
  }

  private static void vacuum(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("VACUUM (SKIP_LOCKED, TRUNCATE FALSE) " + table);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      boolean _ = thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
