package dev.atelier.provider.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Images ordered in the last minute. Guarded by its account's lock. */
final class ImageBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Deque<Order> orders = new ArrayDeque<>();
  private int sum;

  /** What is left of so many images a minute. */
  int left(int perMinute, Instant now) {
    while (!orders.isEmpty() && !orders.getFirst().at().plus(WINDOW).isAfter(now)) {
      sum -= orders.removeFirst().images();
    }
    return Math.max(0, perMinute - sum);
  }

  void spend(int images, Instant now) {
    orders.addLast(new Order(now, images));
    sum += images;
  }

  /** When the oldest order no longer counts. */
  Instant more(Instant now) {
    return orders.isEmpty() ? now : orders.getFirst().at().plus(WINDOW);
  }

  private record Order(Instant at, int images) {}
}
