package dev.atelier.benchmarks.queue;

import dev.atelier.benchmarks.figures.Millis;
import dev.atelier.queue.JobQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Our queue as one of those that are compared: {@code MeasureQueue STORE JOBS SUBMITTERS PICK-UPS
 * TENANTS}, where the store is {@code sqlite} or the URL of an empty database. Writes one line of
 * what {@link CompareQueues} reads.
 */
final class MeasureQueue {
  private static final int WARM_UP_SHARE = 4;

  private final OwnQueue queue;
  private final QueueBacklog jobs;

  private MeasureQueue(OwnQueue queue, QueueBacklog jobs) {
    this.queue = queue;
    this.jobs = jobs;
  }

  static void main(String[] words) throws IOException, InterruptedException {
    int jobs = Integer.parseInt(words[1]);
    try (BenchmarkStore store = open(words[0])) {
      String rates = rates(store, jobs, Integer.parseInt(words[2]), Integer.parseInt(words[4]));
      IO.println(rates + " " + pickUps(words[0], store, Integer.parseInt(words[3])));
    }
  }

  private static BenchmarkStore open(String store) throws IOException {
    return store.startsWith("jdbc:") ? BenchmarkStore.at(store) : BenchmarkStore.open(store);
  }

  /** What was measured after as much warm-up as a quarter of it. */
  static String rates(BenchmarkStore store, int jobs, int submitters, int tenants)
      throws InterruptedException {
    var own = new OwnQueue(store.database(), new JobQueue(store.queue()), "node-1");
    var measure = new MeasureQueue(own, new QueueBacklog(tenants));
    int warmUp = Math.max(1, jobs / WARM_UP_SHARE);
    double _ = measure.submit(warmUp, submitters);
    double _ = new DrainRun(own, warmUp).run();
    double submitted = measure.submit(jobs, submitters);
    double drained = new DrainRun(own, jobs).run();
    return String.format(Locale.ROOT, "submit=%.0f drain=%.0f", submitted, drained);
  }

  /** From one node to another where there can be two. */
  private static String pickUps(String name, BenchmarkStore store, int times)
      throws IOException, InterruptedException {
    if (!name.startsWith("jdbc:")) {
      return pickUps(store, store, times);
    }
    try (BenchmarkStore other = open(name)) {
      return pickUps(store, other, times);
    }
  }

  static String pickUps(BenchmarkStore submitting, BenchmarkStore claiming, int times)
      throws InterruptedException {
    Millis took = new PickUpRun(submitting, claiming).run(times);
    return String.format(
        Locale.ROOT, "pickup50=%.2f pickup99=%.2f", took.quantile(0.5), took.quantile(0.99));
  }

  /** Submits so many, each by itself; jobs a second. */
  private double submit(int count, int submitters) throws InterruptedException {
    var next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    IntStream.range(0, submitters)
        .forEach(_ ->
            threads.add(
                Thread.ofVirtual()
                    .start(() -> {
                      while (next.getAndIncrement() < count) {
                        queue.submit(jobs.job());
                      }
                    })));
    for (Thread thread : threads) {
      thread.join();
    }
    return count / ((System.nanoTime() - began) / 1e9);
  }
}
