package dev.atelier.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
 * Nodes of a cluster are killed at random instants under load over every API, and its database and
 * object store go away: nothing accepted is lost, charged twice or torn. {@code -Dseed=…} replays
 * the instants and orders of a run, {@code -Dcluster.kills=…} makes it longer.
 */
class ClusterKillTest {
  private static final long SEED = Long.getLong("seed", 20_261_201);
  private static final int KILLS = Integer.getInteger("cluster.kills", 6);
  private static final int PHASE_KILLS = 20;
  private static final int CLIENTS = 6;
  private static final Map<String, String> SHORT_LEASES =
      Map.of("ATELIER_QUEUE_LEASE", System.getProperty("cluster.lease", "6s"));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final AtomicInteger names = new AtomicInteger();
  private final ClusterCaller.Counts counts = new ClusterCaller.Counts();
  private final List<ClusterOutcome> outcomes = new ArrayList<>();

  @Test
  void three_nodes_killed_at_any_instant_keep_their_promises() throws Exception {
    var random = new SplittableRandom(SEED);
    try (var cluster = Cluster.start(directory, 3, random.split(), SHORT_LEASES)) {
      var strikes = new ClusterStrikes(cluster, random.split());
      var audit = new ClusterAudit(cluster, directory.resolve("audit"));
      while (strikes.kills() < KILLS) {
        List<ClusterOutcome> phase = phase(cluster, strikes, random.split());
        outcomes.addAll(phase);
        atRest(audit);
        report(cluster, strikes, audit);
        assertThat(counts.strange).as("seed " + SEED).isEmpty();
        assertThat(audit.check(outcomes, cutOff(strikes))).as("seed " + SEED).isEmpty();
        assertThat(ClusterClient.wrongLinks(cluster.nodes(), phase)).isEmpty();
      }
    }
  }

  private List<ClusterOutcome> phase(
      Cluster cluster, ClusterStrikes strikes, SplittableRandom random) throws Exception {
    int until = Math.min(KILLS, strikes.kills() + PHASE_KILLS);
    try (var load = ClusterLoad.start(cluster, CLIENTS, random, names, counts)) {
      if (KILLS < PHASE_KILLS) { // few: one of each kind
        Thread.sleep(2_000);
        strikes.killAndRestart(2);
        strikes.stopDatabase();
        strikes.killUntilTakenOver();
        strikes.cutStore();
      }
      while (strikes.kills() < until) {
        strikes.next();
      }
      strikes.settle();
      return load.finish();
    }
  }

  /** Of a call whose job ended before it, and whose node died after that, two leases tell. */
  private static void atRest(ClusterAudit audit) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(audit.unfinished()).isEmpty());
  }

  private static Set<String> cutOff(ClusterStrikes strikes) {
    var cutOff = new HashSet<>(strikes.restarted().cutOff());
    cutOff.addAll(strikes.takenOver().cutOff());
    return cutOff;
  }

  private void report(Cluster cluster, ClusterStrikes strikes, ClusterAudit audit)
      throws Exception {
    System.out.printf("seed %d: %s%n", SEED, strikes);
    System.out.printf(
        "%d orders, %d pictures received, %d objects decoded; %s%n",
        outcomes.size(),
        outcomes.stream().mapToInt(outcome -> outcome.hashes().size()).sum(),
        audit.objects(),
        counts);
    System.out.printf(
        "given up as unknown: %s attempts; billed beyond the orders: %d pictures%n",
        cluster
            .rows()
            .count("SELECT id FROM job_attempt WHERE outcome = 'unknown' AND account <> 'sandbox'"),
        new BillAudit(cluster).repeated(outcomes));
    System.out.printf(
        "until the last job of a dead process went on: restarted at once: %s; taken over: %s%n",
        RecoveryWatch.text(strikes.restarted().times()),
        RecoveryWatch.text(strikes.takenOver().times()));
    System.out.flush();
  }
}
