package dev.atelier.server.endurance;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many clients that ask for pictures and, when the line breaks, ask again as an SDK does: with the
 * same {@code Idempotency-Key}, or with a retry count.
 */
final class Customers {
  private static final int AT_ONCE = 12;

  private final SplittableRandom random;
  private final AtomicInteger names = new AtomicInteger();
  private final Queue<EnduranceOrder> broken = new ConcurrentLinkedQueue<>();
  private final Map<EnduranceOrder, Answer> answered = new ConcurrentHashMap<>();

  Customers(SplittableRandom random) {
    this.random = random;
  }

  /** Keeps the server busy until {@code meanwhile} is over and every line has broken. */
  void visit(RawHttp server, Meanwhile meanwhile) throws Exception {
    var firstAnswer = new CountDownLatch(1);
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        SplittableRandom own = random.split();
        clients.execute(() -> askUntilBroken(server, own, firstAnswer));
      }
      meanwhile.run(firstAnswer);
      end(clients);
    }
  }

  /** Asks again for everything that was never answered. */
  void insist(RawHttp server) throws IOException {
    for (EnduranceOrder subscription = broken.poll();
        subscription != null;
        subscription = broken.poll()) {
      answered.put(subscription, ask(server, subscription, true));
    }
  }

  /** What each order was answered. */
  Map<EnduranceOrder, Answer> answered() {
    return Map.copyOf(answered);
  }

  /** Sends one order; {@code again} as an SDK marks a repeat. */
  static Answer ask(RawHttp server, EnduranceOrder subscription, boolean again) throws IOException {
    var headers = new ConcurrentHashMap<String, String>();
    subscription.key().ifPresent(key -> headers.put("Idempotency-Key", key));
    if (again) {
      headers.put("X-Stainless-Retry-Count", "1");
    }
    return server.post("/v1/images/generations", subscription.json(), headers);
  }

  private void askUntilBroken(RawHttp server, SplittableRandom own, CountDownLatch first) {
    while (true) {
      Optional<EnduranceOrder> earlier = Optional.ofNullable(broken.poll());
      EnduranceOrder subscription =
          earlier.orElseGet(() -> EnduranceOrder.random(own, "order-" + names.incrementAndGet()));
      try {
        answered.put(subscription, ask(server, subscription, earlier.isPresent()));
        first.countDown();
      } catch (IOException e) {
        broken.add(subscription);
        return;
      }
    }
  }

  private static void end(ExecutorService clients) throws InterruptedException {
    clients.shutdown();
    if (!clients.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("a client is still waiting for a server that is dead");
    }
  }

  /** What happens while the customers ask. */
  @FunctionalInterface
  interface Meanwhile {
    void run(CountDownLatch firstAnswer) throws Exception;
  }
}
