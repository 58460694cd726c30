package dev.atelier.queue.claim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whose turns the next claims are, as one claim after the other would find it: a function of the
 * lanes in which jobs are ready.
 */
final class TurnPlan {
  private static final Comparator<Waiting> ORDER =
      Comparator.comparingLong((Waiting one) -> one.served).thenComparing(one -> one.tenant);

  private final Map<String, Waiting> tenants = new LinkedHashMap<>();

  private TurnPlan() {}

  /** A tenant's ready jobs of one kind. */
  private static final class Waiting {
    private final String tenant;
    private final boolean interactive;
    private final SortedSet<String> routes = new TreeSet<>();
    private final List<Long> turns = new ArrayList<>();
    private long served = Long.MAX_VALUE;
    private long ready;

    Waiting(ReadyLane first) {
      tenant = first.tenant();
      interactive = first.interactive();
    }

    void add(ReadyLane lane) {
      routes.add(lane.route());
      served = Math.min(served, lane.served());
      ready += lane.ready();
    }
  }

  /**
   * @param lanes those of the tenants that were served longest ago
   * @param claims how many there were before
   * @param backgroundEvery each so-many-th of all claims is a background job's first; 0 for none
   * @return tenants that get turns, in the order of the first of them
   */
  static List<TenantTurns> of(
      Collection<ReadyLane> lanes, long claims, int backgroundEvery, int max) {
    var plan = new TurnPlan();
    lanes.forEach(plan::add);
    return plan.turns(claims, backgroundEvery, max);
  }

  private void add(ReadyLane lane) {
    tenants
        .computeIfAbsent(TenantTurn.kind(lane.tenant(), lane.interactive()), _ -> new Waiting(lane))
        .add(lane);
  }

  private List<TenantTurns> turns(long claims, int backgroundEvery, int max) {
    PriorityQueue<Waiting> interactive = of(true);
    PriorityQueue<Waiting> background = of(false);
    for (long claim = claims + 1; claim <= claims + max; claim++) {
      boolean backgroundFirst = backgroundEvery > 0 && claim % backgroundEvery == 0;
      var first = backgroundFirst ? background : interactive;
      var second = backgroundFirst ? interactive : background;
      take(first.isEmpty() ? second : first, claim);
    }
    return tenants.values().stream()
        .filter(one -> !one.turns.isEmpty())
        .sorted(Comparator.comparing(one -> one.turns.getFirst()))
        .map(one ->
            new TenantTurns(
                one.tenant, one.interactive, List.copyOf(one.routes), List.copyOf(one.turns)))
        .toList();
  }

  private PriorityQueue<Waiting> of(boolean interactive) {
    var queue = new PriorityQueue<>(ORDER);
    tenants.values().stream().filter(one -> one.interactive == interactive).forEach(queue::add);
    return queue;
  }

  private static void take(PriorityQueue<Waiting> queue, long claim) {
    Waiting next = queue.poll();
    if (next != null) {
      next.turns.add(claim);
      next.served = claim;
      next.ready--;
      if (next.ready > 0) {
        queue.add(next);
      }
    }
  }
}
