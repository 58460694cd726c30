package dev.atelier.queue;

import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.database.Tx;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Not a test: how fast the queue is on a disk. Arguments: a database file (an earlier one is used
 * again), the jobs to queue first, the measured operations, and how many threads do them at once.
 *
 * <p>Latencies are those of callers, commit included; "body" is the processor time of the
 * statements alone, which says the same on a busy machine.
 */
final class QueueMeasurement {
  private static final int TENANTS = 1_000;
  private static final List<String> ROUTES =
      List.of("gpt-image-2/generation", "gpt-image-2/edit", "seedream/generation");

  private static final String LAST = "SELECT COUNT(*) AS n FROM job";

  private final QueueWorld world;
  private final Random random = new Random(1);
  private final AtomicInteger made;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Queue<Long> bodies = new ConcurrentLinkedQueue<>();

  private QueueMeasurement(QueueWorld world) {
    this.world = world;
    long last = world.read(tx -> tx.first(LAST, row -> row.number("n"))).orElse(0L);
    this.made = new AtomicInteger((int) (last * 2));
  }

  static void main(String[] args) throws IOException {
    var file = Path.of(args[0]);
    var database = SqliteDatabase.open(file, LeaseContract.MIGRATIONS, SqliteOptions.DEFAULT);
    int queued = Integer.parseInt(args[1]);
    int measured = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    try (var world =
        new QueueWorld(
            database, QueueSettings.DEFAULT.withLengthMax(Integer.MAX_VALUE, Integer.MAX_VALUE))) {
      var measurement = new QueueMeasurement(world);
      measurement.fill(queued - (int) world.depth().queued());
      measurement.report("submit", threads, measured, _ -> measurement.submit());
      measurement.report("claim", threads, measured, _ -> measurement.claim(ROUTES));
      measurement.report(
          "claim alone", 1, Math.min(measured, 2_000), _ -> measurement.claim(ROUTES));
      measurement.report("submit+claim+begin", threads, measured, _ -> measurement.slowly());
      measurement.report("submitRunning+begin", threads, measured, _ -> measurement.quickly());
      measurement.report("ahead", 1, 200, measurement::ahead);
      IO.println(world.depth() + ", " + (Files.size(file) >> 20) + " MiB");
    }
  }

  private void fill(int jobs) {
    for (int done = 0; done < jobs; ) {
      int batch = Math.min(10_000, jobs - done);
      world.write(tx -> {
        for (int i = 0; i < batch; i++) {
          world.queue.submit(tx, job());
        }
        return true;
      });
      done += batch;
    }
  }

  private void submit() {
    var job = job();
    write(tx -> {
      world.queue.submit(tx, job);
      return true;
    });
  }

  private void claim(List<String> routes) {
    write(tx ->
        world.queue.claim(tx, Set.copyOf(routes), QueueWorld.NODE, world.now, world.expires()));
  }

  private <T> void write(Function<Tx, T> body) {
    world.write(tx -> {
      long before = threads.getCurrentThreadCpuTime();
      var value = body.apply(tx);
      bodies.add(threads.getCurrentThreadCpuTime() - before);
      return value;
    });
  }

  private void slowly() {
    var job = job();
    write(tx -> {
      world.queue.submit(tx, job);
      return begin(
          tx,
          world.queue.claimSubmitted(tx, job.id(), QueueWorld.NODE, world.now, world.expires()));
    });
  }

  private void quickly() {
    var job = job();
    write(tx ->
        begin(tx, world.queue.submitRunning(tx, job, QueueWorld.NODE, world.now, world.expires())));
  }

  private AttemptId begin(Tx tx, Lease lease) {
    var attempt = new AttemptId(lease.job().value());
    return world.queue.begin(tx, lease, attempt, QueueWorld.ACCOUNT, List.of(0), world.now);
  }

  private void ahead(int number) {
    var job = new JobId(QueueWorld.uuid(number * 37 + 1));
    world.read(tx -> world.queue.ahead(tx, job, Set.of(QueueWorld.ROUTE)));
  }

  private synchronized JobSpec job() {
    int number = made.incrementAndGet();
    var tenant = new TenantId("tenant-" + random.nextInt(TENANTS));
    var route = ROUTES.get(random.nextInt(ROUTES.size()));
    return QueueWorld.job(number, tenant, route, 1, random.nextInt(10) == 0);
  }

  private void report(String what, int threads, int times, IntConsumer operation) {
    var nanos = new long[times];
    bodies.clear();
    var next = new AtomicInteger();
    long start = System.nanoTime();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < threads; thread++) {
        workers.execute(() -> {
          for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
            long before = System.nanoTime();
            operation.accept(i);
            nanos[i] = System.nanoTime() - before;
          }
        });
      }
    }
    long total = System.nanoTime() - start;
    Arrays.sort(nanos);
    IO.println(
        "%-20s %d threads: %,.0f/s, p50 %s, p99 %s, max %s; body p50 %s, p99 %s"
            .formatted(
                what,
                threads,
                times * 1e9 / total,
                millis(nanos[times / 2]),
                millis(nanos[times * 99 / 100]),
                millis(nanos[times - 1]),
                body(0.5),
                body(0.99)));
  }

  private String body(double part) {
    var sorted = bodies.stream().sorted().toList();
    return sorted.isEmpty() ? "-" : millis(sorted.get((int) (sorted.size() * part)));
  }

  private static String millis(long nanos) {
    return "%.3f ms".formatted(Duration.ofNanos(nanos).toNanos() / 1e6);
  }
}
