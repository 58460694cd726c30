package dev.atelier.queue.claim;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whose turn it is.
 *
 * <p>Interactive jobs come before background ones; but each fourth claim looks among the background
 * jobs first, so that they go on however many callers wait. Within a kind the turn is of the tenant
 * that was served longest ago among jobs of this kind, and within a tenant of its oldest job. Every
 * question is one index probe for each route, however long the queue is.
 */
public final class ClaimOrder {
  /** Most jobs whose time has come that one claim makes ready; the next claim goes on. */
  private static final int DUE_MAX = 100;

  /** A query is one SELECT for each route, and SQLite joins at most 500. */
  private static final int ROUTES_OF_ONE_QUERY = 400;

  private static final String DUE =
      """
      UPDATE job SET not_before = NULL WHERE id IN (
        SELECT id FROM job WHERE state = 'QUEUED' AND not_before IS NOT NULL AND not_before <= ?
        ORDER BY not_before, id LIMIT ? FOR UPDATE SKIP LOCKED)
      RETURNING id, tenant, route, interactive\
      """;
  private static final String CLAIMS = "SELECT SUM(claims) AS claims FROM queue_totals";

  private static final String TENANT =
      """
      SELECT tenant, served FROM queue_lane
      WHERE route = ? AND interactive = ? AND ready > 0 ORDER BY served, tenant LIMIT 1\
      """;
  private static final String READY_LANES =
      """
      SELECT tenant, route, interactive, served, ready FROM queue_lane
      WHERE route = ? AND interactive = ? AND ready > 0 ORDER BY served, tenant LIMIT ?\
      """;
  private static final String NEXT_OF_TENANT =
      """
      SELECT id, route FROM job
      WHERE route = ? AND interactive = ? AND tenant = ? AND state = 'QUEUED'
        AND not_before IS NULL
      ORDER BY id LIMIT 1\
      """;

  private final int backgroundEvery;
  private final QueueCounters counters;
  private final Map<String, String> texts = new ConcurrentHashMap<>();

  public ClaimOrder(QueueSettings settings, QueueCounters counters) {
    this.backgroundEvery = settings.backgroundEvery();
    this.counters = counters;
  }

  /** The head of a lane: its oldest ready job is the one to start next. */
  public record Head(String tenant, String route, boolean interactive) {}

  /** Where the job is that is to start next on one of {@code routes}, if one is ready. */
  public Optional<Head> next(Tx tx, Collection<String> routes, Instant now) {
    var sorted = List.copyOf(new TreeSet<>(routes));
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    makeDueReady(tx, now);
    boolean interactiveFirst = !backgroundHasItsTurn(tx);
    return next(tx, sorted, interactiveFirst).or(() -> next(tx, sorted, !interactiveFirst));
  }

  /**
   * Whose turns the next claims on these routes are, at most so many, where others claim too.
   *
   * @param max 1 or more
   */
  public List<TenantTurns> turns(Tx tx, Collection<String> routes, Instant now, int max) {
    if (routes.isEmpty()) {
      return List.of();
    }
    makeDueReady(tx, now);
    long claims = claims(tx);
    var lanes = new ArrayList<ReadyLane>();
    var sorted = List.copyOf(new TreeSet<>(routes));
    for (List<String> some : ofOneQuery(sorted)) {
      lanes.addAll(readyLanes(tx, some, max));
    }
    return TurnPlan.of(lanes, claims, backgroundEvery, max);
  }

  private List<ReadyLane> readyLanes(Tx tx, List<String> routes, int max) {
    var values =
        routes.stream()
            .flatMap(route ->
                Stream.of(true, false).flatMap(kind -> Stream.<Object>of(route, kind, max)))
            .toArray();
    return tx.list(
        texts.computeIfAbsent(
            routes.size() + READY_LANES,
            _ ->
                Stream.generate(() -> "SELECT * FROM (" + READY_LANES + ") AS one")
                    .limit(2L * routes.size())
                    .collect(Collectors.joining(" UNION ALL "))),
        row ->
            new ReadyLane(
                row.text("tenant"),
                row.text("route"),
                row.flag("interactive"),
                row.number("served"),
                row.number("ready")),
        values);
  }

  private static long claims(Tx tx) {
    return tx.first(CLAIMS, row -> row.number("claims")).orElseThrow();
  }

  private void makeDueReady(Tx tx, Instant now) {
    var due = new TreeMap<String, List<LaneKey>>();
    for (var lane : tx.list(DUE, LaneKey::of, now, DUE_MAX)) {
      due.computeIfAbsent(lane.toString(), _ -> new ArrayList<>()).add(lane);
    }
    due.values().forEach(same -> counters.ready(tx, same.getFirst(), same.size()));
  }

  private boolean backgroundHasItsTurn(Tx tx) {
    return backgroundEvery > 0 && (claims(tx) + 1) % backgroundEvery == 0;
  }

  private Optional<Head> next(Tx tx, List<String> routes, boolean interactive) {
    return tenant(tx, routes, interactive)
        .flatMap(tenant ->
            nextOf(tx, tenant, routes, interactive)
                .map(oldest -> new Head(tenant, oldest.route(), interactive)));
  }

  private Optional<String> tenant(Tx tx, List<String> routes, boolean interactive) {
    return best(
            tx,
            TENANT,
            routes,
            "served, tenant",
            route -> Stream.of(route, interactive),
            row -> new Turn(row.number("served"), row.text("tenant")))
        .map(Turn::tenant);
  }

  private Optional<Oldest> nextOf(Tx tx, String tenant, List<String> routes, boolean interactive) {
    return best(
        tx,
        NEXT_OF_TENANT,
        routes,
        "id",
        route -> Stream.of(route, interactive, tenant),
        row -> new Oldest(row.text("id"), row.text("route")));
  }

  /**
   * The best row among those that {@code one} finds for each route, by as few queries as can be.
   */
  private <T extends Comparable<T>> Optional<T> best(
      Tx tx,
      String one,
      List<String> routes,
      String order,
      Function<String, Stream<Object>> args,
      Function<Row, T> reader) {
    var found = new ArrayList<T>();
    for (List<String> some : ofOneQuery(routes)) {
      var values = some.stream().flatMap(args).toArray();
      tx.first(overRoutes(one, some.size(), order), reader::apply, values).ifPresent(found::add);
    }
    return found.stream().min(Comparator.naturalOrder());
  }

  /** All of them, as many at a time as one query may have. */
  private static List<List<String>> ofOneQuery(List<String> routes) {
    return IntStream.iterate(0, from -> from < routes.size(), from -> from + ROUTES_OF_ONE_QUERY)
        .mapToObj(from -> routes.subList(from, Math.min(from + ROUTES_OF_ONE_QUERY, routes.size())))
        .toList();
  }

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

  /** A tenant with its latest turn. */
  private record Turn(long served, String tenant) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      return Comparator.comparingLong(Turn::served)
          .thenComparing(Turn::tenant)
          .compare(this, other);
    }
  }

  /** The oldest ready job of a tenant. */
  private record Oldest(String id, String route) implements Comparable<Oldest> {
    @Override
    public int compareTo(Oldest other) {
      return id.compareTo(other.id);
    }
  }
}
