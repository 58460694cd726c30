package dev.atelier.benchmarks.peer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * db-scheduler as its documentation tunes it for throughput: {@code URL JOBS SUBMITTERS PICK-UPS}.
 * Writes one line of what was measured.
 */
final class DbSchedulerQueue {
  private static final int AT_ONCE = 50;
  private static final long SECONDS_MAX = 300;

  private final LinkedBlockingQueue<Long> starts = new LinkedBlockingQueue<>();
  private final HikariDataSource source;
  private final OneTimeTask<Integer> task;
  private volatile CountDownLatch left = new CountDownLatch(0);
  private int numbers;

  private DbSchedulerQueue(String url) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("postgres");
    config.setMaximumPoolSize(20);
    source = new HikariDataSource(config);
    task = Tasks.oneTime("task", Integer.class).execute((_, _) -> worked());
  }

  static void main(String[] words) throws Exception {
    int jobs = Integer.parseInt(words[1]);
    int submitters = Integer.parseInt(words[2]);
    var queue = new DbSchedulerQueue(words[0]);
    queue.createTable();
    double _ = queue.submit(queue.scheduler(), jobs / 4, submitters);
    double _ = queue.drain(jobs / 4);
    double submitted = queue.submit(queue.scheduler(), jobs, submitters);
    double drained = queue.drain(jobs);
    System.out.printf(
        Locale.ROOT,
        "submit=%.0f drain=%.0f %s%n",
        submitted,
        drained,
        queue.pickUps(Integer.parseInt(words[3])));
    Runtime.getRuntime().halt(0);
  }

  private void worked() {
    starts.add(System.nanoTime());
    left.countDown();
  }

  private Scheduler scheduler() {
    return Scheduler.create(source, task)
        .threads(AT_ONCE)
        .pollUsingLockAndFetch(1.0, 4.0)
        .pollingInterval(Duration.ofMillis(500))
        .enableImmediateExecution()
        .build();
  }

  private double submit(Scheduler scheduler, int jobs, int submitters) throws Exception {
    int from = numbers;
    numbers += jobs;
    var next = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    long began = System.nanoTime();
    for (int i = 0; i < submitters; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = next.getAndIncrement(); n < jobs; n = next.getAndIncrement()) {
                  scheduler.schedule(task.instance("job-" + (from + n), n), Instant.now());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return jobs / ((System.nanoTime() - began) / 1e9);
  }

  /** Until the table is empty: each row goes when its work is done. */
  private double drain(int jobs) throws Exception {
    left = new CountDownLatch(jobs);
    Scheduler scheduler = scheduler();
    long began = System.nanoTime();
    scheduler.start();
    if (!left.await(SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " jobs are left");
    }
    while (rows() > 0) {
      Thread.sleep(5);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    scheduler.stop();
    starts.clear();
    return jobs / seconds;
  }

  /** From one scheduler that does not run to one that does. */
  private String pickUps(int times) throws Exception {
    Scheduler idle = scheduler();
    Scheduler running = scheduler();
    running.start();
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Thread.sleep(30 + (long) (Math.random() * 60));
      idle.schedule(task.instance("pick-up-" + i, i), Instant.now());
      long submitted = System.nanoTime();
      Long started = starts.poll(SECONDS_MAX, TimeUnit.SECONDS);
      took.add((started - submitted) / 1e6);
    }
    double[] sorted = took.stream().mapToDouble(one -> one).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "pickup50=%.2f pickup99=%.2f",
        sorted[(int) Math.ceil(0.5 * sorted.length) - 1],
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1]);
  }

  private long rows() throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT COUNT(*) FROM scheduled_tasks")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** As in its documentation. */
  private void createTable() throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      for (String sql :
          List.of(
              """
              CREATE TABLE scheduled_tasks (
                task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
                execution_time TIMESTAMP WITH TIME ZONE NOT NULL, picked BOOLEAN NOT NULL,
                picked_by TEXT, last_success TIMESTAMP WITH TIME ZONE,
                last_failure TIMESTAMP WITH TIME ZONE, consecutive_failures INT,
                last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT NOT NULL,
                priority SMALLINT, PRIMARY KEY (task_name, task_instance))
              """,
              "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
              "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)")) {
        statement.execute(sql);
      }
    }
  }
}
