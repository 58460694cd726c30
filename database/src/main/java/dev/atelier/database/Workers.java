package dev.atelier.database;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads over which transactions run, as many as there are connections: whoever is interrupted
 * while it waits neither breaks a connection nor goes without its answer.
 */
final class Workers implements AutoCloseable {
  private static final ThreadLocal<Boolean> WORKING = ThreadLocal.withInitial(() -> false);

  private final ThreadPoolExecutor threads;
  private final Duration waitMax;

  Workers(String name, int count, int queueMax, Duration waitMax) {
    this.waitMax = waitMax;
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueMax),
            Thread.ofPlatform().name(name, 1).daemon().factory());
    threads.prestartAllCoreThreads();
  }

  /** Refuses a transaction inside of another one's body. */
  static void refuseNested() {
    if (WORKING.get()) {
      throw new IllegalStateException("a transaction body must not start another transaction");
    }
  }

  /** Does what may run bodies. */
  static void working(Runnable task) {
    WORKING.set(true);
    try {
      task.run();
    } finally {
      WORKING.set(false);
    }
  }

  <T extends @Nullable Object> T run(PostgresTransactions transactions, Database.Work<T> work) {
    refuseNested();
    var answer = new PendingAnswer<T>();
    hand(() -> work(transactions, work, answer));
    return answer.await(waitMax);
  }

  /** Has a body run whose answer somebody waits for, and which was taken for that. */
  <T extends @Nullable Object> void handTaken(
      PostgresTransactions transactions, Database.Work<T> work, PendingAnswer<T> answer) {
    hand(() -> working(() -> answer(transactions, work, answer)));
  }

  private void hand(Runnable task) {
    if (threads.isShutdown() || !UninterruptibleWaits.offer(threads.getQueue(), task, waitMax)) {
      throw new DatabaseUnavailableException(
          threads.isShutdown() ? "the database is closed" : "too many transactions wait");
    }
    if (threads.isShutdown() && threads.getQueue().remove(task)) {
      throw new DatabaseUnavailableException("the database is closed");
    }
  }

  private static <T extends @Nullable Object> void work(
      PostgresTransactions transactions, Database.Work<T> work, PendingAnswer<T> answer) {
    if (answer.take()) {
      working(() -> answer(transactions, work, answer));
    }
  }

  private static <T extends @Nullable Object> void answer(
      PostgresTransactions transactions, Database.Work<T> work, PendingAnswer<T> answer) {
    try {
      var done = transactions.run(work);
      answer.value(done.value());
      AfterCommit.run(done.actions());
    } catch (Throwable thrown) {
      answer.failure(thrown);
    } finally {
      answer.release();
    }
  }

  int waiting() {
    return threads.getQueue().size();
  }

  /** Takes no more, and runs what waits. */
  @Override
  public void close() {
    threads.shutdown();
    boolean _ =
        UninterruptibleWaits.uninterrupted(
            waitMax, left -> threads.awaitTermination(Math.max(left, 0), TimeUnit.NANOSECONDS));
    threads.shutdownNow();
  }
}
