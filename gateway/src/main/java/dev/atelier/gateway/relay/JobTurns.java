package dev.atelier.gateway.relay;

import dev.atelier.image.JobId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what concerns one job in the order in which it came, though some of it takes time. What
 * takes too long is overtaken.
 */
final class JobTurns {
  private static final Logger LOG = LoggerFactory.getLogger(JobTurns.class);
  private static final int SLOW_MAX = 16;

  private final ConcurrentHashMap<JobId, CompletableFuture<JobId>> tails =
      new ConcurrentHashMap<>();
  private final Executor threads;
  private final Semaphore room = new Semaphore(SLOW_MAX);
  private final Duration slowMax;

  /**
   * @param threads for what takes time
   * @param slowMax what comes later waits so long for it
   */
  JobTurns(Executor threads, Duration slowMax) {
    this.threads = threads;
    this.slowMax = slowMax;
  }

  /** Something quick: done at once, unless something slow of the job goes on. */
  void quick(JobId job, Runnable task) {
    var _ =
        tails.compute(
            job,
            (_, tail) -> {
              if (tail == null || tail.isDone()) {
                task.run();
                return null;
              }
              return last(job, tail.thenApply(_ -> done(job, task)));
            });
  }

  /**
   * Something that takes time.
   *
   * @return false if it is not done, since too much of that goes on
   */
  boolean slow(JobId job, Runnable task) {
    if (!room.tryAcquire()) {
      return false;
    }
    Runnable counted =
        () -> {
          try {
            task.run();
          } finally {
            room.release();
          }
        };
    var _ =
        tails.compute(
            job,
            (_, tail) ->
                last(
                    job,
                    tail == null
                        ? begun(job, counted)
                        : tail.thenCompose(_ -> begun(job, counted))));
    return true;
  }

  private CompletableFuture<JobId> begun(JobId job, Runnable task) {
    return CompletableFuture.supplyAsync(() -> done(job, task), threads)
        .orTimeout(slowMax.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static JobId done(JobId job, Runnable task) {
    task.run();
    return job;
  }

  private CompletableFuture<JobId> last(JobId job, CompletableFuture<JobId> task) {
    CompletableFuture<JobId> ended =
        task.exceptionally(failure -> {
          LOG.debug("job {}: something is not told, or late", job, failure);
          return job;
        });
    var _ = ended.whenCompleteAsync((_, _) -> tails.remove(job, ended), threads);
    return ended;
  }
}
