package dev.atelier.queue;

import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose turn it is.
 *
 * <p>Jobs with a caller waiting come before polled ones; within a kind the turn is of the tenant
 * that was served longest ago, and within a tenant of its oldest job. Each fourth claim takes the
 * oldest job of all instead, so that nothing waits for ever. Every question is one index probe for
 * each route, however long the queue is.
 */
final class ClaimOrder {
  /** Most jobs whose time has come that one claim makes ready; the next claim goes on. */
  private static final int DUE_MAX = 100;

  /** A query is one SELECT for each route, and SQLite joins at most 500. */
  private static final int ROUTES_MAX = 400;

  private static final String DUE =
      """
      UPDATE job SET not_before = NULL WHERE id IN (
        SELECT id FROM job WHERE state = 'QUEUED' AND not_before IS NOT NULL AND not_before <= ?
        ORDER BY not_before, id LIMIT ?)
      RETURNING tenant, route, interactive\
      """;
  private static final String CLAIMS = "SELECT claims FROM queue_totals WHERE id = 1";

  private static final String TENANT =
      """
      SELECT tenant, served FROM queue_lane
      WHERE route = ? AND interactive = ? AND ready > 0 ORDER BY served, tenant LIMIT 1\
      """;
  private static final String NEXT_OF_TENANT =
      """
      SELECT id FROM job
      WHERE route = ? AND interactive = ? AND tenant = ? AND state = 'QUEUED' AND not_before IS NULL
      ORDER BY id LIMIT 1\
      """;
  private static final String OLDEST =
      """
      SELECT id FROM job
      WHERE route = ? AND state = 'QUEUED' AND not_before IS NULL ORDER BY id LIMIT 1\
      """;

  private final int oldestEvery;
  private final QueueCounters counters;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  ClaimOrder(QueueSettings settings, QueueCounters counters) {
    this.oldestEvery = settings.oldestEvery();
    this.counters = counters;
  }

  /** The id of the job to start next on one of {@code routes}, if one is ready. */
  Optional<String> next(Tx tx, Collection<String> routes, Instant now) {
    var sorted = List.copyOf(new TreeSet<>(routes));
    if (sorted.size() > ROUTES_MAX) {
      throw new IllegalArgumentException("more than " + ROUTES_MAX + " routes");
    }
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    makeDueReady(tx, now);
    return oldestHasItsTurn(tx)
        ? oldest(tx, sorted)
        : fair(tx, sorted, true).or(() -> fair(tx, sorted, false));
  }

  private void makeDueReady(Tx tx, Instant now) {
    var due = new TreeMap<String, List<LaneKey>>();
    for (var lane : tx.list(DUE, LaneKey::of, now, DUE_MAX)) {
      due.computeIfAbsent(lane.toString(), _ -> new ArrayList<>()).add(lane);
    }
    due.values().forEach(same -> counters.ready(tx, same.getFirst(), same.size()));
  }

  private boolean oldestHasItsTurn(Tx tx) {
    long claims = tx.first(CLAIMS, row -> row.number("claims")).orElseThrow();
    return oldestEvery > 0 && (claims + 1) % oldestEvery == 0;
  }

  private Optional<String> oldest(Tx tx, List<String> routes) {
    var text = overRoutes(OLDEST, routes.size(), "id");
    return tx.first(text, row -> row.text("id"), routes.toArray());
  }

  private Optional<String> fair(Tx tx, List<String> routes, boolean interactive) {
    return tenant(tx, routes, interactive)
        .flatMap(tenant -> nextOf(tx, tenant, routes, interactive));
  }

  private Optional<String> tenant(Tx tx, List<String> routes, boolean interactive) {
    var args = routes.stream().flatMap(route -> Stream.of(route, interactive)).toArray();
    return tx.first(
        overRoutes(TENANT, routes.size(), "served, tenant"), row -> row.text("tenant"), args);
  }

  private Optional<String> nextOf(Tx tx, String tenant, List<String> routes, boolean interactive) {
    var args = routes.stream().flatMap(route -> Stream.of(route, interactive, tenant)).toArray();
    return tx.first(overRoutes(NEXT_OF_TENANT, routes.size(), "id"), row -> row.text("id"), args);
  }

  /** The best row among those that {@code one} finds for each route. */
  private String overRoutes(String one, int routes, String order) {
    return texts.computeIfAbsent(
        routes + one,
        _ ->
            Stream.generate(() -> "SELECT * FROM (" + one + ") AS one")
                .limit(routes)
                .collect(
                    Collectors.joining(
                        " UNION ALL ",
                        "SELECT * FROM (",
                        ") AS every ORDER BY " + order + " LIMIT 1")));
  }
}
