package dev.atelier.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database on a PostgreSQL server, version 15 or newer, that several processes share.
 *
 * <p>A {@link #write} is READ COMMITTED: each statement sees what was committed before it, and one
 * that waited for another's row sees what became of it. What a body reads in order to write, it
 * reads {@code FOR UPDATE}, or its write says what it expects. A {@link #read} is REPEATABLE READ,
 * one snapshot. Bodies run on threads of their own, and are repeated after a conflict.
 */
public final class PostgresDatabase implements Database {
  private final PostgresPool writePool;
  private final PostgresPool readPool;
  private final PostgresPool jointPool;
  private final PostgresTransactions writes;
  private final PostgresTransactions reads;
  private final Workers writers;
  private final Workers readers;
  private final JointWriters joint;
  private final PostgresNotices notices;
  private final VacuumSmallTables vacuum;

  private PostgresDatabase(PostgresAddress address, PostgresOptions options) {
    this.writePool = PostgresPool.writing(address, options);
    this.readPool = PostgresPool.reading(address, options);
    this.jointPool = PostgresPool.joint(address, options);
    this.writes = new PostgresTransactions(writePool, false);
    this.reads = new PostgresTransactions(readPool, true);
    this.writers =
        new Workers("database-writer-", options.writers(), options.queueMax(), options.waitMax());
    this.readers =
        new Workers("database-reader-", options.readers(), options.queueMax(), options.waitMax());
    this.joint =
        new JointWriters(new PostgresTransactions(jointPool, false), writes, writers, options);
    this.notices = new PostgresNotices(address, options.connectMax());
    this.vacuum = VacuumSmallTables.start(address, options.connectMax(), VacuumSmallTables.EVERY);
  }

  /**
   * Opens the database and brings it to the current schema; of several processes that start at once
   * one does that, and the others wait.
   *
   * @param migrationLocations as for {@link SqliteDatabase}; the migrations are those of the folder
   *     {@code postgresql} beside each folder {@code migrations}
   * @throws DatabaseUnavailableException if it cannot be reached
   * @throws IllegalStateException if a migration fails
   */
  public static PostgresDatabase open(
      PostgresAddress address, List<String> migrationLocations, PostgresOptions options) {
    String _ =
        PostgresPool.forMigrations(
            address,
            options,
            source -> {
              Migrations.expand(source, locations(migrationLocations));
              return "current";
            });
    return connect(address, options);
  }

  /** Over a database that has the current schema. */
  static PostgresDatabase connect(PostgresAddress address, PostgresOptions options) {
    return new PostgresDatabase(address, options);
  }

  static List<String> locations(List<String> ofSqlite) {
    return ofSqlite.stream().map(one -> one.replaceFirst("/migrations$", "/postgresql")).toList();
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return writers.run(writes, work);
  }

  @Override
  public <T extends @Nullable Object> T writeTogether(String order, Work<T> work) {
    return joint.write(order, work);
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return readers.run(reads, work);
  }

  @Override
  public Notices notices() {
    return notices;
  }

  /** How many transactions wait for a connection to write, for a metric. */
  public int pending() {
    return writers.waiting() + joint.waiting();
  }

  /** Runs what waits, then closes; later calls get {@link DatabaseUnavailableException}. */
  @Override
  public void close() {
    vacuum.close();
    joint.close(); // before the writers, which take what it gives back
    writers.close();
    readers.close();
    notices.close(); // after the last commit, of which it tells
    jointPool.close();
    writePool.close();
    readPool.close();
  }
}
