package dev.atelier.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.endurance.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a cluster needs goes away, comes to one node only, or is slow: accepted jobs end as ordered,
 * new ones are told when to come back, and nothing has to be restarted. {@code -Dcluster.away=…}
 * has the seconds of each outage.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterOutageTest {
  private static final long SEED = Long.getLong("seed", 20_261_203);
  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("cluster.away", 8));
  private static final int CLIENTS = 5;
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration SLOW = Duration.ofMillis(150);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final AtomicInteger names = new AtomicInteger();
  private Cluster cluster;
  private ClusterAudit audit;

  @BeforeAll
  void start() throws IOException {
    cluster =
        Cluster.start(
            directory, 2, random.split(), Map.of("ATELIER_QUEUE_LEASE", LEASE.toSeconds() + "s"));
    audit = new ClusterAudit(cluster, directory.resolve("audit"));
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  @Test
  void the_database_goes_away_and_comes_back() throws Exception {
    List<ClusterOutcome> outcomes =
        during(() -> {
          cluster.database().stopAtOnce();
          everyApiSaysLater(cluster.nodes());
          Thread.sleep(AWAY);
          cluster.database().startAgain();
        });

    assertThat(audit.check(outcomes)).isEmpty();
    assertThat(outcomes).as("what ran went on").allMatch(ClusterOutcome::delivered);
  }

  @Test
  void the_object_store_goes_away_and_comes_back() throws Exception {
    List<ClusterOutcome> outcomes =
        during(() -> {
          cluster.store().become(FaultyLine.State.CUT);
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> cluster.nodes().stream().noneMatch(ClusterOutageTest::ready));
          everyApiSaysLater(cluster.nodes());
          Thread.sleep(AWAY);
          cluster.store().become(FaultyLine.State.OPEN);
        });

    assertThat(audit.check(outcomes)).isEmpty();
    assertThat(outcomes).as("what was made was kept").allMatch(ClusterOutcome::delivered);
  }

  @Test
  void one_node_hears_nothing_from_the_database_and_the_other_takes_over() throws Exception {
    ClusterNode alone = cluster.nodes().getFirst();
    List<ClusterOutcome> outcomes =
        during(() -> {
          alone.database().become(FaultyLine.State.SILENT);
          everyApiSaysLater(List.of(alone));
          String held =
              "SELECT id FROM job WHERE state = 'RUNNING' AND node LIKE '" + alone.leases() + "'";
          Awaitility.await()
              .atMost(LEASE.multipliedBy(10))
              .until(() -> cluster.rows().texts(held).isEmpty());
          alone.database().become(FaultyLine.State.OPEN);
        });

    assertThat(audit.check(outcomes)).isEmpty();
  }

  @Test
  void a_slow_database_makes_everything_late_and_nothing_wrong() throws Exception {
    List<ClusterOutcome> outcomes =
        during(() -> {
          cluster.nodes().forEach(node -> node.database().delayed(() -> SLOW));
          Thread.sleep(AWAY);
          cluster.nodes().forEach(node -> node.database().delayed(() -> Duration.ZERO));
        });

    assertThat(audit.check(outcomes)).isEmpty();
  }

  /** Under load; every node answers again by itself, and all that was ordered has ended. */
  private List<ClusterOutcome> during(Trouble trouble) throws Exception {
    List<Long> processes = processes();
    var counts = new ClusterCaller.Counts();
    List<ClusterOutcome> outcomes;
    try (var load = ClusterLoad.start(cluster, CLIENTS, random.split(), names, counts)) {
      Thread.sleep(2_000);
      trouble.happens();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> cluster.nodes().stream().allMatch(ClusterOutageTest::ready));
      outcomes = load.finish();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(audit.unfinished()).isEmpty());
    assertThat(counts.strange).isEmpty();
    assertThat(processes()).as("nothing was restarted").isEqualTo(processes);
    System.out.printf("seed %d: %d orders; %s%n", SEED, outcomes.size(), counts);
    return outcomes;
  }

  private List<Long> processes() {
    return cluster.nodes().stream().map(node -> node.process().pid()).toList();
  }

  private static boolean ready(ClusterNode node) {
    try {
      return node.http().get("/readyz").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void everyApiSaysLater(List<ClusterNode> nodes) throws IOException {
    for (ClusterApi api : ClusterApi.values()) {
      if (api == ClusterApi.RUNWARE_SOCKET) {
        continue;
      }
      for (ClusterNode node : nodes) {
        var order = ClusterOrder.of(random, "refused" + names.incrementAndGet(), api);
        Answer answer = node.http().post(api.submit(order), api.order(order), Map.of());
        assertThat(answer.status()).as("%s at %s: %s", api, node, answer).isEqualTo(503);
        assertThat(answer.header("retry-after")).as("%s at %s", api, node).isPresent();
        assertThat(answer.header("content-type").orElse("")).contains("json");
      }
    }
  }

  @FunctionalInterface
  private interface Trouble {
    void happens() throws Exception;
  }
}
