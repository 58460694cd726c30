package dev.atelier.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory whose bodies run on the caller's thread, one at a time: no other thread, no
 * file, the same SQL and the same {@link Tx}. For tests and simulations.
 */
public final class DirectDatabase implements Database {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final int STATEMENTS_MAX = 256;

  private final Session session;
  private final CommitHooks hooks;
  private final ReentrantLock turn = new ReentrantLock();
  private boolean closed;

  private DirectDatabase(Session session, CommitHooks hooks) {
    this.session = session;
    this.hooks = hooks;
  }

  /** An empty database with the schema of {@code migrationLocations}. */
  public static DirectDatabase open(List<String> migrationLocations) {
    return open(migrationLocations, CommitHooks.NONE);
  }

  /** The same, with failures at the commit. */
  public static DirectDatabase open(List<String> migrationLocations, CommitHooks hooks) {
    return open(migrationLocations, hooks, InstantSource.system());
  }

  /** The same, whose time is that of {@code clock}. */
  public static DirectDatabase open(
      List<String> migrationLocations, CommitHooks hooks, InstantSource clock) {
    try {
      var connection = Connections.inMemory();
      connection.deserialize("main", SchemaTemplate.of(migrationLocations));
      return new DirectDatabase(new Session(connection, STATEMENTS_MAX, clock), hooks);
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("no database in memory", failure);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return inTurn(() -> committed(work));
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return inTurn(() -> {
      session.pragma("query_only=1");
      try {
        return ReadTransaction.run(session, work);
      } finally {
        session.pragma("query_only=0");
      }
    });
  }

  private <T extends @Nullable Object> T committed(Work<T> work) throws SQLException {
    session.execute("BEGIN IMMEDIATE");
    var tx = session.writing();
    T value;
    try {
      value = work.run(tx);
      tx.failure()
          .ifPresent(failure -> {
            throw failure;
          });
      session.bodyEnded();
      hooks.beforeCommit();
      session.commit();
    } catch (Throwable thrown) {
      session.rollBack();
      throw thrown;
    } finally {
      tx.end();
    }
    hooks.afterCommit();
    AfterCommit.run(tx.actions());
    return value;
  }

  private <T extends @Nullable Object> T inTurn(Turn<T> body) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a transaction body must not start another transaction");
    }
    if (!UninterruptibleWaits.uninterrupted(
        WAIT_MAX, left -> turn.tryLock(left, TimeUnit.NANOSECONDS))) {
      throw new DatabaseUnavailableException("the database is too busy");
    }
    try {
      if (closed) {
        throw new DatabaseUnavailableException("the database is closed");
      }
      return body.run();
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException(
          "the database failed: " + failure.getMessage(), failure);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      session.close();
    } catch (SQLException failure) {
      throw new DatabaseUnavailableException("the database did not close", failure);
    } finally {
      turn.unlock();
    }
  }

  /** A body with the connection to itself. */
  private interface Turn<T extends @Nullable Object> {
    T run() throws SQLException;
  }
}
