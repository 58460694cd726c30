package dev.atelier.database;

import dev.atelier.database.PostgresTransactions.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each take what bodies wait, run them in one transaction, and so have one commit and
 * one statement of a kind serve many callers. A transaction that fails, for whatever reason, is
 * dissolved: its bodies go to the other writers, each by itself.
 */
final class JointWriters implements AutoCloseable {
  /** While one waits for its commit, the other fills the next. */
  static final int THREADS = 2;

  private static final int TOGETHER_MAX = 64;
  private static final Duration IDLE = Duration.ofMillis(200);

  private final PostgresTransactions together;
  private final PostgresTransactions alone;
  private final Workers writers;
  private final Duration waitMax;
  private final BlockingQueue<JointWrite<?>> queue;
  private final List<Thread> threads;
  private volatile boolean closing;

  /**
   * @param together over connections that do not wait long for locks
   * @param alone over the connections of {@code writers}
   */
  JointWriters(
      PostgresTransactions together,
      PostgresTransactions alone,
      Workers writers,
      PostgresOptions options) {
    this.together = together;
    this.alone = alone;
    this.writers = writers;
    this.waitMax = options.waitMax();
    this.queue = new ArrayBlockingQueue<>(options.queueMax());
    this.threads =
        IntStream.rangeClosed(1, THREADS)
            .mapToObj(number ->
                Thread.ofPlatform().name("database-joint-" + number).daemon().start(this::work))
            .toList();
  }

  <T extends @Nullable Object> T write(String order, Database.Work<T> work) {
    Workers.refuseNested();
    var write = new JointWrite<>(order, work, new PendingAnswer<T>());
    if (closing || !UninterruptibleWaits.offer(queue, write, waitMax)) {
      throw new DatabaseUnavailableException(
          closing ? "the database is closed" : "too many transactions wait");
    }
    if (threads.stream().noneMatch(Thread::isAlive) && queue.remove(write)) {
      throw new DatabaseUnavailableException("the database is closed");
    }
    return write.answer().await(waitMax);
  }

  int waiting() {
    return queue.size();
  }

  private void work() {
    while (!closing || !queue.isEmpty()) {
      List<JointWrite<?>> batch = next();
      if (!batch.isEmpty()) {
        Workers.working(() -> run(batch));
      }
    }
  }

  /** Those that wait, as far as their callers still do, in their order. */
  private List<JointWrite<?>> next() {
    try {
      JointWrite<?> first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
      if (first == null) {
        return List.of();
      }
      var others = new ArrayList<JointWrite<?>>();
      queue.drainTo(others, TOGETHER_MAX - 1);
      return Stream.concat(Stream.of(first), others.stream())
          .filter(write -> write.answer().take())
          .sorted(Comparator.comparing(JointWrite::order))
          .toList();
    } catch (InterruptedException _) {
      return List.of(); // only close() ends this thread
    }
  }

  private void run(List<JointWrite<?>> batch) {
    Optional<List<Done<?>>> done;
    try {
      done = together.together(batch.stream().map(JointWrite::work).toList());
    } catch (CommitUnknownException unknown) {
      batch.forEach(write -> write.fail(unknown));
      return;
    } catch (Throwable _) {
      done = Optional.empty(); // there was no connection
    }
    if (done.isPresent()) {
      committed(batch, done.get());
    } else {
      batch.forEach(this::alone);
    }
  }

  private static void committed(List<JointWrite<?>> batch, List<Done<?>> done) {
    var actions = new ArrayList<Runnable>();
    for (int i = 0; i < batch.size(); i++) {
      actions.addAll(batch.get(i).committed(done.get(i)));
    }
    AfterCommit.run(actions);
    batch.forEach(write -> write.answer().release());
  }

  private <T extends @Nullable Object> void alone(JointWrite<T> write) {
    try {
      writers.handTaken(alone, write.work(), write.answer());
    } catch (DatabaseUnavailableException busy) {
      write.fail(busy);
    }
  }

  /** Takes no more, and runs what waits. */
  @Override
  public void close() {
    closing = true;
    threads.forEach(thread -> {
      boolean _ = UninterruptibleWaits.join(thread, waitMax);
    });
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      if (left.answer().take()) {
        left.fail(new DatabaseUnavailableException("the database is closed"));
      }
    }
  }
}
