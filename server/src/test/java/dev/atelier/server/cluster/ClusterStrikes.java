package dev.atelier.server.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What happens to a cluster at random instants: kills above all. */
final class ClusterStrikes {
  private static final int CALM_MILLIS_MIN = 100;
  private static final int CALM_MILLIS_MAX = 1_500;
  private static final int STORE_AWAY_MILLIS_MAX = 4_000;
  private static final int DATABASE_AWAY_MILLIS_MAX = 3_000;
  private static final int START_SECONDS_MAX = 200;
  private static final int KINDS = 20;

  private final Cluster cluster;
  private final SplittableRandom random;
  private final RecoveryWatch restarted;
  private final RecoveryWatch takenOver;
  private int kills;
  private int doubles;
  private int databaseStops;
  private int storeCuts;

  ClusterStrikes(Cluster cluster, SplittableRandom random) {
    this.cluster = cluster;
    this.random = random;
    this.restarted = new RecoveryWatch(cluster.rows());
    this.takenOver = new RecoveryWatch(cluster.rows());
  }

  /** One, after a while; every node answers again when it returns. */
  void next() throws Exception {
    Thread.sleep(random.nextInt(CALM_MILLIS_MIN, CALM_MILLIS_MAX));
    switch (random.nextInt(KINDS)) {
      case 0 -> stopDatabase();
      case 1 -> cutStore();
      case 2, 3 -> {
        doubles++;
        killAndRestart(2);
      }
      case 4, 5, 6 -> killUntilTakenOver();
      default -> killAndRestart(1);
    }
  }

  void killAndRestart(int count) throws Exception {
    var nodes = new ArrayList<>(cluster.nodes());
    Collections.shuffle(nodes, new Random(random.nextLong()));
    List<ClusterNode> hit = nodes.subList(0, count);
    for (ClusterNode node : hit) {
      var _ = kill(node, restarted);
    }
    var starts = new ArrayList<CompletableFuture<Void>>();
    for (ClusterNode node : hit) {
      starts.add(starting(node));
    }
    for (CompletableFuture<Void> start : starts) {
      start.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    }
  }

  /** The others notice that its leases run out. */
  void killUntilTakenOver() throws Exception {
    ClusterNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
    kill(node, takenOver).get(START_SECONDS_MAX, TimeUnit.SECONDS);
    node.start();
  }

  private CompletableFuture<Void> kill(ClusterNode node, RecoveryWatch watch) throws Exception {
    List<Integer> sessions = node.kill();
    kills++;
    return watch.killed(node, sessions);
  }

  private static CompletableFuture<Void> starting(ClusterNode node) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            node.start();
          } catch (Exception e) {
            throw new IllegalStateException(node + " does not start", e);
          }
        },
        task -> Thread.ofPlatform().start(task));
  }

  void stopDatabase() throws Exception {
    databaseStops++;
    cluster.database().stopAtOnce();
    Thread.sleep(random.nextInt(DATABASE_AWAY_MILLIS_MAX));
    cluster.database().startAgain();
  }

  void cutStore() throws InterruptedException {
    storeCuts++;
    cluster.store().become(FaultyLine.State.CUT);
    Thread.sleep(random.nextInt(STORE_AWAY_MILLIS_MAX));
    cluster.store().become(FaultyLine.State.OPEN);
  }

  int kills() {
    return kills;
  }

  /** Of kills whose node was started again at once, and of those whose node stayed away. */
  RecoveryWatch restarted() {
    return restarted;
  }

  RecoveryWatch takenOver() {
    return takenOver;
  }

  /** Waits until no job belongs to a dead process. */
  void settle() {
    restarted.join();
    takenOver.join();
  }

  @Override
  public String toString() {
    return "%d kills (%d times of two nodes at once), %d database stops, %d cuts of the object store"
        .formatted(kills, doubles, databaseStops, storeCuts);
  }
}
