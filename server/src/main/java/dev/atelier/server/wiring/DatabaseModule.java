package dev.atelier.server.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresDatabase;
import dev.atelier.database.PostgresOptions;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.gateway.admin.Administration;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.metering.limit.LimitBook;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.claim.QueueSettings;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.webhook.dispatch.Signatures;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The rows, in the data directory or on a server: what a short command may use beside a server that
 * is running on them.
 */
public record DatabaseModule(
    Database database, Keys keys, LimitBook limits, JobQueue queue, Ledger ledger, Outbox outbox)
    implements AutoCloseable {
  private static final String FILE = "atelier.db";

  /** The system property that names an empty database, made when the program was built. */
  private static final String EMPTY_DATABASE = "atelier.empty-database";

  /**
   * Opens the database, creating directory and schema where they are missing.
   *
   * @throws DatabaseUnavailableException if its server cannot be reached
   * @throws StartException if the directory cannot be made, or its restore or the copy into its
   *     database did not end
   */
  public static DatabaseModule open(ServerConfig config, InstantSource clock) {
    if (Files.exists(unfinishedRestore(config))) {
      throw new StartException(
          "a restore into " + config.data() + " was cut off: delete it, and restore again");
    }
    try {
      Files.createDirectories(config.data());
    } catch (IOException e) {
      throw new StartException("cannot create the data directory " + config.data(), e);
    }
    boolean server = config.database().server().isPresent();
    Database database =
        config
            .database()
            .server()
            .<Database>map(address -> onServer(address, config))
            .orElseGet(() -> inFile(config));
    QueueSettings queue =
        QueueSettings.DEFAULT.withLengthMax(
            config.queue().lengthMax(), config.queue().tenantLengthMax());
    return new DatabaseModule(
        database,
        new Keys(database, clock, new SecureRandom()),
        new LimitBook(database),
        new JobQueue(server ? queue.sideBySide() : queue),
        new Ledger(clock),
        new Outbox(UuidCreator::getTimeOrderedEpoch));
  }

  private static Database onServer(PostgresAddress address, ServerConfig config) {
    Database database =
        PostgresDatabase.open(
            address,
            MigrationLocations.ALL,
            PostgresOptions.DEFAULT.withConnections(
                config.database().writers(), config.database().readers()));
    boolean whole = false;
    try {
      CopiedFrom.requireWhole(database);
      whole = true;
      return database;
    } finally {
      if (!whole) {
        database.close();
      }
    }
  }

  private static Database inFile(ServerConfig config) {
    return SqliteDatabase.open(
        file(config),
        MigrationLocations.ALL,
        SqliteOptions.DEFAULT,
        Optional.ofNullable(System.getProperty(EMPTY_DATABASE)).map(Path::of));
  }

  /** Where the database lies that is no server's. */
  public static Path file(ServerConfig config) {
    return config.data().resolve(FILE);
  }

  /** What is in a data directory until its restore has ended. */
  public static Path unfinishedRestore(ServerConfig config) {
    return config.data().resolve("restore-unfinished");
  }

  /** Transactions that wait for their turn to write. */
  public int pendingWrites() {
    return switch (database) {
      case SqliteDatabase sqlite -> sqlite.pending();
      case PostgresDatabase postgres -> postgres.pending();
      default -> 0;
    };
  }

  /** Whether other processes may serve the same rows. */
  public boolean shared() {
    return database instanceof PostgresDatabase;
  }

  /** Whether the rows can be read. */
  public boolean reachable() {
    try {
      return database.<Boolean>read(
          tx -> tx.first("SELECT 1 AS one", row -> row.flag("one")).isPresent());
    } catch (DatabaseUnavailableException e) {
      return false;
    }
  }

  /** The request log. */
  public FindAttempts attempts() {
    return new FindAttempts(database, queue, ledger, List::of);
  }

  /** Whom the tenants want told, for a server or for a command beside it. */
  public ManageWebhooks webhooks(Signatures signatures, GuardedClient client, InstantSource clock) {
    return new ManageWebhooks(
        database,
        new Endpoints(UuidCreator::getTimeOrderedEpoch),
        outbox,
        signatures,
        client,
        audit(),
        clock);
  }

  /**
   * Tenants, keys and what was done to them, for a server or for a command beside it.
   *
   * @param observer is told of refunds
   */
  public Administration administration(
      ServerConfig config, GatewayObserver observer, InstantSource clock) {
    return Administration.of(
        database, keys, limits, queue, audit(), observer, config.queue().lease(), clock);
  }

  /** Where administrators' acts are written. */
  public AuditLog audit() {
    return new AuditLog(UuidCreator::getTimeOrderedEpoch);
  }

  @Override
  public void close() {
    database.close();
  }
}
