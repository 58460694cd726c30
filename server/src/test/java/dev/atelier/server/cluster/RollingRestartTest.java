package dev.atelier.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * One node after the other is told to stop and is started again while clients order: no request
 * fails, but for 503 with Retry-After of the node that stops, and every picture is delivered.
 * {@code -Dcluster.restarts=…} makes it longer.
 */
class RollingRestartTest {
  private static final long SEED = Long.getLong("seed", 20_261_202);
  private static final int RESTARTS = Integer.getInteger("cluster.restarts", 3);
  private static final int PHASE_RESTARTS = 30;
  private static final int CLIENTS = 6;
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final AtomicInteger names = new AtomicInteger();
  private final ClusterCaller.Counts counts = new ClusterCaller.Counts();
  private int restarts;

  @Test
  void restarts_one_by_one_are_felt_by_nobody() throws Exception {
    var random = new SplittableRandom(SEED);
    try (var cluster = Cluster.start(directory, 3, random.split(), Map.of())) {
      var audit = new ClusterAudit(cluster, directory.resolve("audit"));
      while (restarts < RESTARTS) {
        List<ClusterOutcome> outcomes = phase(cluster, random.split());
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .untilAsserted(() -> assertThat(audit.unfinished()).isEmpty());
        assertThat(audit.check(outcomes, Set.of())).isEmpty();
        assertThat(outcomes).allMatch(ClusterOutcome::delivered);
        assertThat(counts.strange).isEmpty();
        assertThat(counts.breaks).isEmpty();
        assertThat(counts.unasked).as("503 of a node that stays").hasValue(0);
        System.out.printf(
            "seed %d: %d restarts, %d orders; %s%n", SEED, restarts, names.get(), counts);
      }
    }
  }

  private List<ClusterOutcome> phase(Cluster cluster, SplittableRandom random) throws Exception {
    int until = Math.min(RESTARTS, restarts + PHASE_RESTARTS);
    try (var load = ClusterLoad.start(cluster, CLIENTS, random, names, counts)) {
      Thread.sleep(1_000);
      for (; restarts < until; restarts++) {
        ClusterNode node = cluster.nodes().get(restarts % cluster.nodes().size());
        assertThat(node.stop()).isEqualTo(SIGTERM_EXIT);
        node.start();
      }
      return load.finish();
    }
  }
}
