package dev.atelier.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One caller's transaction on its way through the writer.
 *
 * <p>The caller gets its answer, an exception included, only after the batch is committed: what a
 * body saw may have been the work of a neighbour that is not durable yet.
 */
final class PendingWrite<T extends @Nullable Object> {
  private final Database.Work<T> work;
  private final PendingAnswer<T> answer = new PendingAnswer<>();
  private List<Runnable> actions = List.of();

  PendingWrite(Database.Work<T> work) {
    this.work = work;
  }

  /** Claims it for the writer, or for a caller that gives up; only one of them succeeds. */
  boolean take() {
    return answer.take();
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
      answer.failure(failure);
      session.execute("ROLLBACK TO body");
      session.bodyRolledBack();
    }
    session.execute("RELEASE body");
  }

  private @Nullable Throwable bodyFailure(JdbcTx tx) {
    try {
      answer.value(work.run(tx));
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
    answer.release();
  }

  /** Lets the caller go on, empty-handed. */
  void fail(DatabaseUnavailableException cause) {
    answer.failure(cause);
    answer.release();
  }

  /** The answer, as {@link PendingAnswer#await} waits for it. */
  T await(Duration max) {
    return answer.await(max);
  }
}
