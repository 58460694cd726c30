package dev.atelier.server.cluster;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Some clients that order one thing after another, over all APIs in turn. */
final class ClusterLoad implements AutoCloseable {
  private static final int PAUSE_MILLIS_MAX = 300;
  private static final long END_MILLIS_MAX = 320_000;

  private final List<Thread> clients = new ArrayList<>();
  private final Queue<ClusterOutcome> outcomes = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ClusterCaller.Counts counts;
  private final HttpClient sockets = HttpClient.newHttpClient();
  private volatile boolean ending;

  private ClusterLoad(ClusterCaller.Counts counts) {
    this.counts = counts;
  }

  /**
   * @param names makes the names of orders
   */
  static ClusterLoad start(
      Cluster cluster,
      int clients,
      SplittableRandom random,
      AtomicInteger names,
      ClusterCaller.Counts counts) {
    var load = new ClusterLoad(counts);
    for (int i = 0; i < clients; i++) {
      SplittableRandom own = random.split();
      load.clients.add(
          Thread.ofPlatform().name("client-" + i).start(() -> load.order(cluster, own, names)));
    }
    return load;
  }

  /** Of a letter with which no digits look like a word that is refused for its content. */
  private static String name(AtomicInteger names) {
    return "x" + names.incrementAndGet();
  }

  private void order(Cluster cluster, SplittableRandom random, AtomicInteger names) {
    var client =
        new ClusterClient(new ClusterCaller(cluster.nodes(), random, counts), counts, sockets);
    while (!ending) {
      var order = ClusterOrder.random(random, name(names));
      try {
        outcomes.add(client.run(order));
        Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
      } catch (InterruptedException e) {
        return;
      } catch (Exception | AssertionError e) {
        failures.add(new AssertionError(order.toString(), e));
      }
    }
  }

  /** Lets every client finish its order; how all of them ended. */
  List<ClusterOutcome> finish() throws InterruptedException {
    ending = true;
    for (Thread client : clients) {
      client.join(END_MILLIS_MAX);
      if (client.isAlive()) {
        throw new AssertionError(client.getName() + " is still waiting");
      }
    }
    if (!failures.isEmpty()) {
      var all = new AssertionError(failures.size() + " orders went wrong");
      failures.forEach(all::addSuppressed);
      throw all;
    }
    return List.copyOf(outcomes);
  }

  @Override
  public void close() {
    ending = true;
    clients.forEach(Thread::interrupt);
    sockets.shutdownNow();
  }
}
