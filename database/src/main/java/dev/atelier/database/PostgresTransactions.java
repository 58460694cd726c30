package dev.atelier.database;

import dev.atelier.database.RepeatException.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs bodies, and repeats them where that is safe: after a conflict with another transaction, or
 * when the connection broke before the commit was asked for.
 */
final class PostgresTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresTransactions.class);
  private static final long PAUSE_NANOS = 500_000;
  private static final int PAUSE_DOUBLED_MAX = 7;

  private final PostgresPool pool;
  private final boolean readOnly;

  PostgresTransactions(PostgresPool pool, boolean readOnly) {
    this.pool = pool;
    this.readOnly = readOnly;
  }

  /** What a body returned, and what is to run after its commit. */
  record Done<T extends @Nullable Object>(T value, List<Runnable> actions) {}

  /** The outcome of a body, once that is certain; whatever it throws is thrown. */
  <T extends @Nullable Object> Done<T> run(Database.Work<T> work) throws Throwable {
    Map<Reason, Integer> repeats = new EnumMap<>(Reason.class);
    while (true) {
      try {
        return pool.use(session -> once(session, work));
      } catch (RepeatException again) {
        int before = repeats.merge(again.reason(), 1, Integer::sum);
        if (before > again.reason().repeatsMax()) {
          throw again.told();
        }
        pause(before);
      }
    }
  }

  /** About as long as a transaction takes, then longer: not all at the same time. */
  private static void pause(int repeats) {
    long most = PAUSE_NANOS << Math.min(repeats, PAUSE_DOUBLED_MAX);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS, most + 1));
  }

  private <T extends @Nullable Object> Done<T> once(PostgresSession session, Database.Work<T> work)
      throws Throwable {
    var tx = session.transaction(readOnly);
    T value;
    try {
      value = body(session, tx, work);
    } catch (Throwable thrown) {
      session.rollBack();
      throw judged(tx.failure(), thrown);
    } finally {
      tx.end();
    }
    if (readOnly) {
      session.rollBack();
    } else {
      commit(session);
    }
    return new Done<>(value, tx.actions());
  }

  private <T extends @Nullable Object> T body(
      PostgresSession session, JdbcTx tx, Database.Work<T> work) {
    T value = work.run(tx);
    tx.failure()
        .ifPresent(failure -> {
          throw failure;
        });
    if (!readOnly) {
      tx.writeUpdates();
      writeSums(session);
    }
    return value;
  }

  private static void writeSums(PostgresSession session) {
    try {
      session.writeSums();
    } catch (SQLException failure) {
      throw PostgresRules.INSTANCE.failure("sums", failure);
    }
  }

  /**
   * Runs bodies one after the other in one transaction, once.
   *
   * @return what each came to, in their order; empty if nothing is committed, whoever's fault that
   *     is: each is to be run by itself then
   * @throws CommitUnknownException if nobody can say whether it was committed
   */
  Optional<List<Done<?>>> together(List<? extends Database.Work<?>> bodies) throws Throwable {
    return pool.use(session -> {
      try {
        var done = new ArrayList<Done<?>>();
        for (Database.Work<?> body : bodies) {
          done.add(one(session, body));
        }
        session.transaction(false).writeUpdates();
        writeSums(session);
        commit(session);
        return Optional.of(done);
      } catch (CommitUnknownException unknown) {
        throw unknown;
      } catch (Throwable thrown) {
        LOG.debug("bodies are run by themselves: {}", thrown.getMessage());
        session.rollBack();
        return Optional.<List<Done<?>>>empty();
      }
    });
  }

  private static <T extends @Nullable Object> Done<T> one(
      PostgresSession session, Database.Work<T> body) {
    var tx = session.transaction(false);
    try {
      T value = body.run(tx);
      tx.failure()
          .ifPresent(failure -> {
            throw failure;
          });
      return new Done<>(value, tx.actions());
    } finally {
      tx.end();
    }
  }

  /**
   * What becomes of a transaction that is rolled back.
   *
   * @param statement the failure of its first statement that failed
   * @param thrown what the body threw, perhaps because of that
   */
  private static Throwable judged(Optional<RuntimeException> statement, Throwable thrown) {
    Throwable cause =
        statement
            .filter(one -> !(one instanceof StatementFailedException))
            .<Throwable>map(one -> one)
            .orElse(thrown);
    return switch (cause) {
      case WriteConflictException conflict -> conflict(conflict);
      case DatabaseUnavailableException away when PostgresRules.connectionLost(away) ->
          new RepeatException(Reason.CONNECTION, away);
      default -> raced(statement) ? new RepeatException(Reason.RACE, thrown) : cause;
    };
  }

  private static RepeatException conflict(WriteConflictException conflict) {
    return new RepeatException(
        Reason.CONFLICT,
        new DatabaseUnavailableException("too many transactions change the same rows", conflict));
  }

  private static boolean raced(Optional<RuntimeException> statement) {
    return statement.isPresent()
        && statement.get() instanceof StatementFailedException failed
        && failed.perhapsRaced();
  }

  private static void commit(PostgresSession session) {
    try {
      session.commit();
    } catch (SQLException failure) {
      session.rollBack();
      RuntimeException told = PostgresRules.INSTANCE.failure("COMMIT", failure);
      if (told instanceof WriteConflictException conflict) {
        throw conflict(conflict);
      }
      throw PostgresRules.connectionLost(failure)
          ? new CommitUnknownException("the server has not answered the commit", failure)
          : told;
    }
  }
}
