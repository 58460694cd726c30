package dev.atelier.server.cluster;

import dev.atelier.server.endurance.Rows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Measures from each kill until the last job that the dead process held has ended or is held by
 * another.
 */
final class RecoveryWatch {
  private static final int LOOK_MILLIS = 50;

  private static final long PATIENCE_NANOS = 180_000_000_000L;

  private final Rows rows;
  private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
  private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> watches = new ArrayList<>();

  RecoveryWatch(Rows rows) {
    this.rows = rows;
  }

  /**
   * The process of this node was killed just now. Ends when its jobs are no longer its own; without
   * any there is no time to be measured.
   *
   * @param sessions the ports of its connections to the database
   */
  CompletableFuture<Void> killed(ClusterNode node, List<Integer> sessions) throws Exception {
    long at = System.nanoTime();
    awaitLastCommit(sessions);
    String leases = node.leases();
    cutOff.addAll(
        rows.texts(
            "SELECT a.id FROM job_attempt a JOIN job j ON j.id = a.job WHERE a.outcome IS NULL"
                + " AND a.sent IS NOT NULL AND j.node LIKE '"
                + leases
                + "'"));
    List<String> held =
        rows.texts(
            "SELECT id || ' ' || node FROM job WHERE state = 'RUNNING' AND node LIKE '"
                + leases
                + "'");
    var watch = new CompletableFuture<Void>();
    watches.add(watch);
    if (held.isEmpty()) {
      watch.complete(null);
    } else {
      Thread.ofPlatform().daemon().start(() -> await(held, at, watch));
    }
    return watch;
  }

  /** What had been sent to the database is still carried out when the sender is dead. */
  private void awaitLastCommit(List<Integer> sessions) throws Exception {
    List<String> ports = sessions.stream().map(String::valueOf).toList();
    String sql = "SELECT client_port FROM pg_stat_activity WHERE client_port IS NOT NULL";
    while (rows.texts(sql).stream().anyMatch(ports::contains)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void await(List<String> held, long at, CompletableFuture<Void> watch) {
    String left =
        "SELECT id FROM job WHERE state = 'RUNNING' AND id || ' ' || node IN ('%s')"
            .formatted(String.join("','", held));
    while (System.nanoTime() - at < PATIENCE_NANOS) {
      try {
        Thread.sleep(LOOK_MILLIS);
        if (rows.texts(left).isEmpty()) {
          times.add(Duration.ofNanos(System.nanoTime() - at));
          watch.complete(null);
          return;
        }
      } catch (SQLException e) {
        // the database is being restarted
      } catch (InterruptedException e) {
        watch.completeExceptionally(e);
        return;
      }
    }
    watch.completeExceptionally(new AssertionError("nobody took over " + held));
  }

  /** Waits for all that were killed so far. */
  void join() {
    watches.forEach(CompletableFuture::join);
    watches.clear();
  }

  /** Attempts that had left when their node was killed. */
  Set<String> cutOff() {
    return Set.copyOf(cutOff);
  }

  /** Of kills that hit a running job; ascending. */
  List<Duration> times() {
    return times.stream().sorted().toList();
  }

  static String text(List<Duration> sorted) {
    return sorted.isEmpty()
        ? "none"
        : "%d measured, p50 %d ms, max %d ms"
            .formatted(
                sorted.size(),
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.getLast().toMillis());
  }
}
