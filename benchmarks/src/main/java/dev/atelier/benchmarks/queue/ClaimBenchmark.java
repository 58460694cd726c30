package dev.atelier.benchmarks.queue;

import dev.atelier.queue.Lease;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Claims and nothing beside them: one caller, as a server has one that claims, each claim forced to
 * disk. Between iterations, outside the time, as many jobs are queued as were taken.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(1)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class ClaimBenchmark {
  /** Jobs queued before, of a thousand tenants on three routes. */
  @Param({"100000"})
  public int queued = 0;

  /** Where the queue is: {@code sqlite} or {@code postgresql}. */
  @Param({"sqlite"})
  public String store = "sqlite";

  private final QueueBacklog backlog = new QueueBacklog(QueueBacklog.MANY_TENANTS);
  private final AtomicInteger claimed = new AtomicInteger();

  @Setup
  public void fill() throws IOException {
    backlog.open(store, queued);
  }

  @Setup(Level.Iteration)
  public void fillUp() {
    backlog.add(claimed.getAndSet(0));
  }

  @TearDown
  public void close() throws IOException {
    backlog.close();
  }

  /** The job whose turn it is. */
  @Benchmark
  public Optional<Lease> claim() {
    claimed.incrementAndGet();
    return backlog.write(tx ->
        backlog
            .queue()
            .claim(
                tx,
                QueueBacklog.ROUTES,
                QueueBacklog.NODE,
                QueueBacklog.NOW,
                QueueBacklog.EXPIRES));
  }
}
