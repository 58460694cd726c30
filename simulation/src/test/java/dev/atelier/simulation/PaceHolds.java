package dev.atelier.simulation;

import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Over any minute a process takes no more orders and pictures than the limit and the burst. */
final class PaceHolds {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<String, Deque<Taken>> taken = new HashMap<>();

  /** An order of {@code owner} was taken, which {@code allowance} bounds. */
  void took(Node node, String owner, Allowance allowance, int images, Instant now) {
    Deque<Taken> recent = taken.computeIfAbsent(node + " " + owner, _ -> new ArrayDeque<>());
    recent.removeIf(one -> !one.at().isAfter(now.minus(MINUTE)));
    recent.add(new Taken(now, images));
    require(recent.size(), allowance.requestsPerMinute(), requestsMax(allowance), owner);
    int pictures = recent.stream().mapToInt(Taken::images).sum();
    require(pictures, allowance.imagesPerMinute(), Limits.ordersMax(allowance), owner);
  }

  private static int requestsMax(Allowance allowance) {
    int max = allowance.requestsPerMinute();
    return max + Math.max(1, Math.ceilDiv(max, 10));
  }

  private static void require(int there, int limit, int most, String owner) {
    if (limit > 0 && there > most) {
      throw new Violation(
          Promise.LIMITS_HOLD, owner + " had " + there + " in a minute, of " + limit);
    }
  }

  private record Taken(Instant at, int images) {}
}
