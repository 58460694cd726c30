package dev.atelier.gateway.attempt;

import dev.atelier.provider.account.RoutingKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a new caller would wait for a kind of work, from how long its calls have taken lately:
 * those of all processes as of their last word, and those of this one since then.
 */
public final class WaitEstimate {
  private final Map<String, RecentCalls> untold = new HashMap<>();
  private Map<String, RecentCalls> telling = Map.of();
  private Map<String, Double> everywhere = Map.of();

  /**
   * Calls of a kind of work that others are to be told of.
   *
   * @param weight how far they move the average, from 0 to 1
   */
  public record Told(double averageMillis, double weight) {}

  synchronized void took(RoutingKey key, Duration call) {
    untold.merge(key.work().text(), RecentCalls.of((double) call.toMillis()), RecentCalls::then);
  }

  /** What others have not been told yet, by kind of work; again until {@link #told}. */
  public synchronized Map<String, Told> toTell() {
    var all = new HashMap<>(telling);
    untold.forEach((work, calls) -> all.merge(work, calls, RecentCalls::then));
    untold.clear();
    telling = Map.copyOf(all);
    var told = new HashMap<String, Told>();
    all.forEach((work, calls) -> told.put(work, new Told(calls.averageMillis(), calls.weight())));
    return told;
  }

  /**
   * That was told.
   *
   * @param averages those of all processes by now, in milliseconds by kind of work
   */
  public synchronized void told(Map<String, Double> averages) {
    telling = Map.of();
    everywhere = Map.copyOf(averages);
  }

  /**
   * @param ahead jobs that are served before
   * @param concurrency calls that may be in flight at once
   */
  public Duration waitFor(RoutingKey key, long ahead, int concurrency) {
    double average = average(key.work().text());
    return Duration.ofMillis((long) (average * (ahead + 1) / Math.max(1, concurrency)));
  }

  private synchronized double average(String work) {
    RecentCalls here =
        telling
            .getOrDefault(work, RecentCalls.NONE)
            .then(untold.getOrDefault(work, RecentCalls.NONE));
    Double before = everywhere.get(work);
    return before == null ? here.averageMillis() : here.move(before);
  }
}
