package dev.atelier.webhook.dispatch;

import dev.atelier.webhook.Receiver;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many tries are in progress, so that no receiver and no tenant can take all there are. A lane
 * whose receiver gave no answer, because it hangs, cannot be reached or has a name that nobody
 * knows, gets one at a time until it takes a message.
 */
final class DeliveryLimiter {
  private static final int SLOW_MAX = 10_000;

  private final DispatchSettings settings;
  private final Map<String, Integer> lanes = new HashMap<>();
  private final Map<String, Integer> tenants = new HashMap<>();
  private final Set<String> slow = new LinkedHashSet<>();
  private int total;

  DeliveryLimiter(DispatchSettings settings) {
    this.settings = settings;
  }

  /** Takes as many places as the lane may have now, maybe none. */
  synchronized int reserve(String lane) {
    String tenant = Receiver.tenant(lane);
    int laneMax = slow.contains(lane) ? 1 : settings.laneMax();
    int places =
        Math.min(
            laneMax - lanes.getOrDefault(lane, 0),
            Math.min(
                settings.tenantMax() - tenants.getOrDefault(tenant, 0),
                settings.totalMax() - total));
    return places > 0 ? add(lane, tenant, places) : 0;
  }

  synchronized void release(String lane, int places) {
    int _ = add(lane, Receiver.tenant(lane), -places);
  }

  /** The receiver answered nothing. */
  synchronized void unanswered(String lane) {
    slow.add(lane);
    if (slow.size() > SLOW_MAX) {
      slow.remove(slow.iterator().next());
    }
  }

  /** The receiver took a message. */
  synchronized void delivered(String lane) {
    slow.remove(lane);
  }

  synchronized boolean full() {
    return total >= settings.totalMax();
  }

  synchronized int inProgress() {
    return total;
  }

  private int add(String lane, String tenant, int places) {
    total += places;
    count(lanes, lane, places);
    count(tenants, tenant, places);
    return places;
  }

  private static void count(Map<String, Integer> counts, String key, int by) {
    counts.merge(key, by, Integer::sum);
    counts.remove(key, 0);
  }
}
