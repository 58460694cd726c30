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

  <T extends @Nullable Object> T run(PostgresTransactions transactions, Database.Work<T> work) {
    if (WORKING.get()) {
      throw new IllegalStateException("a transaction body must not start another transaction");
    }
    var answer = new PendingAnswer<T>();
    Runnable task = () -> work(transactions, work, answer);
    if (threads.isShutdown() || !UninterruptibleWaits.offer(threads.getQueue(), task, waitMax)) {
      throw new DatabaseUnavailableException(
          threads.isShutdown() ? "the database is closed" : "too many transactions wait");
    }
    if (threads.isShutdown() && threads.getQueue().remove(task)) {
      throw new DatabaseUnavailableException("the database is closed");
    }
    return answer.await(waitMax);
  }

  private static <T extends @Nullable Object> void work(
      PostgresTransactions transactions, Database.Work<T> work, PendingAnswer<T> answer) {
    if (!answer.take()) {
      return;
    }
    WORKING.set(true);
    try {
      var done = transactions.run(work);
      answer.value(done.value());
      AfterCommit.run(done.actions());
    } catch (Throwable thrown) {
      answer.failure(thrown);
    } finally {
      WORKING.set(false);
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
