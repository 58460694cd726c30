package dev.atelier.server.endurance;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long requests took, in milliseconds. */
final class Figures {
  private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();

  void took(long nanos) {
    millis.add(nanos / 1_000_000);
  }

  /** The value that {@code share} of all are not above, share 0..1; 0 when there is none. */
  long quantile(double share) {
    List<Long> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
  }

  @Override
  public String toString() {
    return "%d requests, p50 %d ms, p99 %d ms, longest %d ms"
        .formatted(millis.size(), quantile(0.5), quantile(0.99), quantile(1));
  }
}
