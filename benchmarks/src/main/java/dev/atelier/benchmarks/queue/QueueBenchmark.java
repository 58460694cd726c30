package dev.atelier.benchmarks.queue;

import dev.atelier.image.AttemptId;
import dev.atelier.queue.JobSpec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Durable transactions of many virtual threads at once, each forced to disk before its caller goes
 * on; the times sampled are those of callers.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(128)
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class QueueBenchmark {
  /** Jobs queued before, of a thousand tenants on three routes. */
  @Param({"0", "100000"})
  public int queued = 0;

  /** Where the queue is: {@code sqlite} or {@code postgresql}. */
  @Param({"sqlite"})
  public String store = "sqlite";

  private final QueueBacklog backlog = new QueueBacklog(QueueBacklog.MANY_TENANTS);

  @Setup
  public void fill() throws IOException {
    backlog.open(store, queued);
  }

  @TearDown
  public void close() throws IOException {
    backlog.close();
  }

  /** A job that waits for its turn. */
  @Benchmark
  public JobSpec submit() {
    JobSpec job = backlog.job();
    return backlog.write(tx -> {
      backlog.queue().submit(tx, job);
      return job;
    });
  }

  /** What accepting a synchronous call commits: hold, job, lease and intent. */
  @Benchmark
  public JobSpec start() {
    JobSpec job = backlog.job();
    var attempt = new AttemptId(job.id().value());
    return backlog.write(tx -> {
      backlog.ledger().hold(tx, job.tenant(), job.key(), job.id(), job.price().heldMicros());
      var lease =
          backlog
              .queue()
              .submitRunning(tx, job, QueueBacklog.NODE, QueueBacklog.NOW, QueueBacklog.EXPIRES);
      backlog.queue().begin(tx, lease, attempt, QueueBacklog.ACCOUNT, List.of(0), QueueBacklog.NOW);
      return job;
    });
  }

  /** The job whose turn it is; another is queued in its place, so that the queue stays as long. */
  @Benchmark
  public Object claim() {
    JobSpec next = backlog.job();
    return backlog.write(tx -> {
      backlog.queue().submit(tx, next);
      return backlog
          .queue()
          .claim(
              tx, QueueBacklog.ROUTES, QueueBacklog.NODE, QueueBacklog.NOW, QueueBacklog.EXPIRES);
    });
  }
}
