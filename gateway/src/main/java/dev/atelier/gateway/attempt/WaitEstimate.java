package dev.atelier.gateway.attempt;

import dev.atelier.provider.account.RoutingKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a new caller would wait for a kind of work, from how long its calls have taken lately.
 */
public final class WaitEstimate {
  private static final double WEIGHT = 0.1;

  private final Map<RoutingKey, Double> averageMillis = new ConcurrentHashMap<>();

  void took(RoutingKey key, Duration call) {
    double millis = call.toMillis();
    averageMillis.merge(key.work(), millis, (old, _) -> old + WEIGHT * (millis - old));
  }

  /**
   * @param ahead jobs that are served before
   * @param concurrency calls that may be in flight at once
   */
  public Duration waitFor(RoutingKey key, long ahead, int concurrency) {
    double average = averageMillis.getOrDefault(key.work(), 0.0);
    return Duration.ofMillis((long) (average * (ahead + 1) / Math.max(1, concurrency)));
  }
}
