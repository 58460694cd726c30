package dev.atelier.queue.claim;

import dev.atelier.database.Sums;
import dev.atelier.database.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of a queue to which many write side by side: the totals are spread over several
 * rows, and what a commit changes of a row is written once, at its end.
 *
 * <p>A lane's turn is kept while jobs are ready there. One that had none has its tenant's latest
 * turn with its next job, so that a turn is written to the lanes that wait and not to all.
 */
final class SharedCounters {
  private static final int TOTALS_ROWS = 16;
  private static final int KNOWN_MAX = 200_000;

  private static final Sums TOTALS =
      new Sums(
          "queue_totals",
          List.of("id"),
          List.of("interactive", "background", "claims"),
          Optional.of(""));
  private static final Sums LANES =
      new Sums(
          "queue_lane",
          List.of("tenant", "route", "interactive"),
          List.of("queued", "ready"),
          Optional.of(
              """
              , served = CASE WHEN ready > 0 THEN served ELSE (
                SELECT MAX(served) FROM queue_lane AS every
                WHERE every.tenant = queue_lane.tenant
                  AND every.interactive = queue_lane.interactive) END\
              """));
  private static final String OPEN_LANE =
      """
      INSERT INTO queue_lane (tenant, route, interactive, queued, ready, served)
      VALUES (?, ?, ?, 0, 0,
        COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ? AND interactive = ?), 0))
      ON CONFLICT (tenant, route, interactive) DO NOTHING\
      """;
  private static final String QUEUED_OF_TENANT =
      "SELECT COALESCE(SUM(queued), 0) AS queued FROM queue_lane WHERE tenant = ?";
  private static final String TAKEN =
      """
      UPDATE queue_lane SET queued = queued - ?, ready = ready - ?, served = ?
      WHERE tenant = ? AND route = ? AND interactive = ?\
      """;

  /** Rows that others are changing keep their turn until the next claim. */
  private static final String TURN =
      """
      UPDATE queue_lane SET served = turn.served FROM (
        SELECT lane.ctid AS place, had.served FROM queue_lane AS lane
        JOIN unnest(string_to_array(?, chr(10)), CAST(string_to_array(?, chr(10)) AS BIGINT[]),
            CAST(string_to_array(?, chr(10)) AS BIGINT[])) AS had (tenant, interactive, served)
          ON lane.tenant = had.tenant AND lane.interactive = had.interactive
        WHERE lane.ready > 0 AND lane.served < had.served
        FOR UPDATE OF lane SKIP LOCKED) AS turn
      WHERE queue_lane.ctid = turn.place\
      """;

  /** Lanes that have a row, as far as this process knows; no row goes. */
  private final Set<LaneKey> known = ConcurrentHashMap.newKeySet();

  /**
   * Whether there is room for one more job of a tenant. All bodies of one commit ask for the total
   * once, and while all jobs are fewer than one tenant's bound its own need not be counted.
   */
  boolean room(Tx tx, String tenant, QueueSettings settings) {
    long all =
        tx.firstShared("queue_totals", QueueCounters.QUEUED, row -> row.number("queued"))
            .orElse(0L);
    return all < settings.lengthMax()
        && (all < settings.tenantLengthMax()
            || tx.first(QUEUED_OF_TENANT, row -> row.number("queued"), tenant).orElse(0L)
                < settings.tenantLengthMax());
  }

  /** So many more jobs are queued in a lane, and so many of these are ready. */
  void change(Tx tx, LaneKey lane, int queued, int ready) {
    lane(tx, lane, queued, ready);
    if (queued != 0) {
      total(tx, lane, queued);
    }
  }

  private static void total(Tx tx, LaneKey lane, int queued) {
    tx.add(
        TOTALS,
        List.of(totals()),
        lane.interactive() ? queued : 0,
        lane.interactive() ? 0 : queued,
        0);
  }

  private void lane(Tx tx, LaneKey lane, int queued, int ready) {
    if (!known.contains(lane)) {
      tx.update(
          OPEN_LANE,
          lane.tenant(),
          lane.route(),
          lane.interactive(),
          lane.tenant(),
          lane.interactive());
      tx.afterCommit(() -> learn(lane));
    }
    tx.add(LANES, key(lane), queued, ready);
  }

  private void learn(LaneKey lane) {
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.add(lane);
  }

  /**
   * Jobs of these lanes have started, and their tenants have had these turns.
   *
   * @param started how many of each lane, and how many in all
   * @param turns the latest of each tenant
   */
  void taken(Tx tx, Map<LaneKey, Integer> started, int all, Collection<TenantTurn> turns) {
    var latest = new TreeMap<String, TenantTurn>();
    turns.forEach(turn -> latest.put(turn.kind(), turn));
    var ordered = new TreeMap<String, LaneKey>();
    started.keySet().forEach(lane -> ordered.put(key(lane).toString(), lane));
    for (LaneKey lane : ordered.values()) {
      int count = started.getOrDefault(lane, 0);
      TenantTurn turn = latest.get(TenantTurn.kind(lane.tenant(), lane.interactive()));
      tx.expect(
          1,
          () -> new IllegalStateException("no lane " + lane),
          TAKEN,
          count,
          count,
          turn == null ? 0 : turn.served(),
          lane.tenant(),
          lane.route(),
          lane.interactive());
      total(tx, lane, -count);
    }
    tx.add(TOTALS, List.of(totals()), 0, 0, all);
    tx.update(
        TURN,
        Lines.of(latest.values(), TenantTurn::tenant),
        Lines.of(latest.values(), turn -> turn.interactive() ? 1 : 0),
        Lines.of(latest.values(), TenantTurn::served));
  }

  /** As sums are ordered, so that no two wait for each other. */
  private static List<Object> key(LaneKey lane) {
    return List.of(lane.tenant(), lane.route(), lane.interactive() ? 1L : 0L);
  }

  /** The row of totals that this thread changes; a transaction is of one thread. */
  private static long totals() {
    return 1L + Math.floorMod(Thread.currentThread().threadId(), TOTALS_ROWS);
  }
}
