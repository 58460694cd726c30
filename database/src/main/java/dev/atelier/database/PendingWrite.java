package dev.atelier.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's transaction on its way through the writer.
 *
 * <p>The caller gets its answer, an exception included, only after the batch is committed: what a
 * body saw may have been the work of a neighbour that is not durable yet.
 */
final class PendingWrite<T extends @Nullable Object> {
  private final Database.Work<T> work;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Supplier<T> answer;
  private List<Runnable> actions = List.of();

  PendingWrite(Database.Work<T> work) {
    this.work = work;
  }

  /** Claims it for the writer, or for a caller that gives up; only one of them succeeds. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /**
   * Runs the body in a savepoint of its own.
   *
   * @throws SQLException if the batch is lost
   * @throws DatabaseUnavailableException if the batch is lost
   */
  void run(Session session) throws SQLException {
    session.execute("SAVEPOINT body");
    var tx = session.writing();
    var failure = bodyFailure(tx);
    tx.end();
    if (tx.lost()) {
      throw tx.failure().orElseThrow();
    }
    if (failure == null) {
      actions = tx.actions();
      session.bodyEnded();
    } else {
      answer = () -> raise(failure);
      session.execute("ROLLBACK TO body");
      session.bodyRolledBack();
    }
    session.execute("RELEASE body");
  }

  private @Nullable Throwable bodyFailure(JdbcTx tx) {
    try {
      var value = work.run(tx);
      answer = () -> value;
      return tx.failure().orElse(null);
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  /** What is to run now that the commit is on disk. */
  List<Runnable> actions() {
    return actions;
  }

  /** Lets the caller go on with what the body returned or threw. */
  void release() {
    done.countDown();
  }

  /** Lets the caller go on, empty-handed. */
  void fail(DatabaseUnavailableException cause) {
    answer = () -> raise(cause);
    done.countDown();
  }

  /**
   * Waits for the answer; an interrupt does not end the wait and is kept for the caller.
   *
   * @param max for its turn, and once more for the disk
   */
  T await(Duration max) {
    boolean answered = settled(max);
    if (!answered && take()) {
      throw new DatabaseUnavailableException("the database is too busy: no turn within " + max);
    }
    if (!answered && !settled(max)) {
      throw new CommitUnknownException("the disk has not answered within " + max);
    }
    var given = answer;
    if (given == null) {
      throw new IllegalStateException("released without an answer");
    }
    return given.get();
  }

  private boolean settled(Duration max) {
    return UninterruptibleWaits.uninterrupted(max, left -> done.await(left, TimeUnit.NANOSECONDS));
  }

  /** Throws any exception as it is, checked or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased
  private static <E extends Throwable, R> R raise(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
