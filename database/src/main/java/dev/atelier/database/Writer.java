package dev.atelier.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes whatever transactions wait, runs each in its own savepoint, and
 * commits them together, so that one fsync serves many callers.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final Duration IDLE = Duration.ofMillis(200);

  private final WriteSession session;
  private final SqliteOptions options;
  private final BlockingQueue<PendingWrite<?>> queue;
  private final Thread thread;
  private volatile boolean closing;

  Writer(WriteSession session, SqliteOptions options, String name) {
    this.session = session;
    this.options = options;
    this.queue = new ArrayBlockingQueue<>(options.queueMax());
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  <T extends @Nullable Object> T write(Database.Work<T> work) {
    if (Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("a transaction body must not start another transaction");
    }
    var pending = new PendingWrite<>(work);
    if (closing || !UninterruptibleWaits.offer(queue, pending, options.waitMax())) {
      throw new DatabaseUnavailableException(
          closing ? "the database is closed" : "too many transactions wait");
    }
    if (!thread.isAlive() && queue.remove(pending)) {
      throw new DatabaseUnavailableException("the database is closed");
    }
    return pending.await(options.waitMax());
  }

  int pending() {
    return queue.size();
  }

  boolean isCurrentThread() {
    return Thread.currentThread().equals(thread);
  }

  private void work() {
    while (!closing || !queue.isEmpty()) {
      var first = next();
      if (first != null && first.take()) {
        runBatch(first);
      }
    }
    session.close();
  }

  private @Nullable PendingWrite<?> next() {
    try {
      return queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return null; // only close() ends this thread
    }
  }

  private void runBatch(PendingWrite<?> first) {
    var batch = new ArrayList<PendingWrite<?>>();
    try {
      fill(batch, first);
      session.open().commit();
    } catch (Throwable cause) {
      session.recover();
      var told = unavailable(cause);
      batch.forEach(pending -> pending.fail(told));
      return;
    }
    batch.forEach(pending -> AfterCommit.run(pending.actions()));
    batch.forEach(PendingWrite::release);
  }

  private void fill(List<PendingWrite<?>> batch, PendingWrite<?> first) throws SQLException {
    long end = System.nanoTime() + options.batchTimeMax().toNanos();
    batch.add(first);
    session.open().execute("BEGIN IMMEDIATE");
    runTimed(first);
    while (batch.size() < options.batchMax() && System.nanoTime() < end) {
      var next = queue.poll();
      if (next == null) {
        return;
      }
      if (next.take()) {
        batch.add(next);
        runTimed(next);
      }
    }
  }

  private void runTimed(PendingWrite<?> pending) throws SQLException {
    long start = System.nanoTime();
    pending.run(session.open());
    long took = System.nanoTime() - start;
    if (took > options.bodyTimeMax().toNanos()) {
      LOG.error("a transaction body held the writer for {} ms", took / 1_000_000);
    }
  }

  private static DatabaseUnavailableException unavailable(Throwable cause) {
    if (cause instanceof DatabaseUnavailableException told) {
      return told;
    }
    LOG.error("a batch of transactions was lost", cause);
    return new DatabaseUnavailableException(
        "the transaction could not be committed: " + cause.getMessage(), cause);
  }

  /** Takes no more, runs what waits, and ends; returns when that is done or the time is over. */
  @Override
  public void close() {
    closing = true;
    boolean _ = queue.offer(new PendingWrite<>(_ -> "")); // wakes it; a full queue keeps it awake
    UninterruptibleWaits.join(thread, options.waitMax());
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      if (left.take()) {
        left.fail(new DatabaseUnavailableException("the database is closed"));
      }
    }
  }
}
