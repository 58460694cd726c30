package dev.atelier.database;

import dev.atelier.database.PostgresTransactions.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One caller's body on its way into a transaction with others.
 *
 * @param order by which those of one transaction run
 */
record JointWrite<T extends @Nullable Object>(
    String order, Database.Work<T> work, PendingAnswer<T> answer) {

  /** What its part of the transaction came to, and what is to run now that it is on disk. */
  @SuppressWarnings("unchecked") // it is what this very body returned
  List<Runnable> committed(Done<?> done) {
    answer.value((T) done.value());
    return done.actions();
  }

  /** Lets the caller go on, empty-handed. */
  void fail(Throwable why) {
    answer.failure(why);
    answer.release();
  }
}
