package dev.atelier.queue.claim;

import dev.atelier.database.Tx;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

/**
 * What is queued, kept as counters so that no question about it ever scans the jobs: the totals
 * bound the queue, and a lane for each tenant, route and kind of caller says how many jobs are
 * queued there, how many of them are ready, and when the tenant had its latest turn among jobs of
 * this kind.
 *
 * <p>A job that must not start yet is queued and not ready. Jobs that start at once change nothing
 * here: their accounts bound them.
 *
 * <p>Where many write side by side, the totals are spread over several rows, so that no row is
 * every transaction's.
 */
public final class QueueCounters {
  private static final String JOIN =
      """
      UPDATE queue_totals SET interactive = interactive + ?, background = background + ?
      WHERE interactive + background < ?
        AND (SELECT COALESCE(SUM(queued), 0) FROM queue_lane WHERE tenant = ?) < ?\
      """;
  private static final String ENTER =
      "UPDATE queue_totals SET interactive = interactive + ?, background = background + ?";
  private static final String CLAIM =
      """
      UPDATE queue_totals SET interactive = interactive - ?, background = background - ?,
        claims = claims + 1
      RETURNING claims\
      """;
  private static final String CHANGE_LANE =
      """
      UPDATE queue_lane SET queued = queued + ?, ready = ready + ?
      WHERE tenant = ? AND route = ? AND interactive = ?\
      """;
  private static final String OPEN_LANE =
      """
      INSERT INTO queue_lane (tenant, route, interactive, queued, ready, served)
      VALUES (?, ?, ?, ?, ?,
        COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ? AND interactive = ?), 0))
      ON CONFLICT (tenant, route, interactive) DO UPDATE SET
        queued = queue_lane.queued + excluded.queued, ready = queue_lane.ready + excluded.ready\
      """;
  private static final String TURN =
      """
      UPDATE queue_lane SET served = ?,
        queued = queued - CASE WHEN route = ? THEN 1 ELSE 0 END,
        ready = ready - CASE WHEN route = ? THEN 1 ELSE 0 END
      WHERE tenant = ? AND interactive = ?\
      """;

  private static final String DEPTH =
      """
      SELECT SUM(interactive) AS interactive, SUM(background) AS background,
        (SELECT COUNT(*) FROM job WHERE state = 'RUNNING') AS running
      FROM queue_totals\
      """;
  static final String QUEUED = "SELECT SUM(interactive + background) AS queued FROM queue_totals";

  private static final String INTERACTIVE_READY =
      """
      SELECT COALESCE(SUM(ready), 0) AS n FROM queue_lane
      WHERE route IN (%s) AND interactive = 1 AND ready > 0\
      """;

  private final QueueSettings settings;
  private final SharedCounters shared = new SharedCounters();

  public QueueCounters(QueueSettings settings) {
    this.settings = settings;
  }

  /**
   * A new job joins, ready at once.
   *
   * @throws FaultException with {@link AdmissionFault.QueueFull} when the queue, or the tenant's
   *     part of it, is at its bound
   */
  public void join(Tx tx, LaneKey lane) {
    boolean joined = alone() ? joinAlone(tx, lane) : shared.room(tx, lane.tenant(), settings);
    if (!joined) {
      throw new FaultException(new AdmissionFault.QueueFull(settings.retryAfter()));
    }
    counted(tx, lane, 1, 1);
  }

  private boolean joinAlone(Tx tx, LaneKey lane) {
    return tx.update(
            JOIN,
            interactive(lane),
            background(lane),
            settings.lengthMax(),
            lane.tenant(),
            settings.tenantLengthMax())
        > 0;
  }

  /** A ready job starts by a claim where one writes at a time: its tenant has had its turn. */
  public void claim(Tx tx, LaneKey lane) {
    long turn =
        tx.first(CLAIM, row -> row.number("claims"), interactive(lane), background(lane))
            .orElseThrow();
    tx.update(TURN, turn, lane.route(), lane.route(), lane.tenant(), lane.interactive());
  }

  /**
   * Ready jobs start by claims where many write side by side.
   *
   * @param turns of their tenants
   * @param started the lane of each that was there
   */
  public void claim(Tx tx, List<TenantTurns> turns, List<LaneKey> started) {
    var byLane = new HashMap<LaneKey, Integer>();
    var byTenant = new HashMap<String, Integer>();
    for (LaneKey lane : started) {
      byLane.merge(lane, 1, Integer::sum);
      byTenant.merge(TenantTurn.kind(lane.tenant(), lane.interactive()), 1, Integer::sum);
    }
    shared.taken(
        tx,
        byLane,
        started.size(),
        turns.stream()
            .filter(each -> byTenant.containsKey(each.kind()))
            .map(each -> each.latest(byTenant.getOrDefault(each.kind(), 1)))
            .toList());
  }

  /** A ready job starts out of turn. */
  public void start(Tx tx, LaneKey lane) {
    enter(tx, lane, -1, -1);
  }

  /** A running job comes back, not ready yet. */
  public void requeued(Tx tx, LaneKey lane) {
    enter(tx, lane, 1, 0);
  }

  /** A queued job ends without having started. */
  public void leave(Tx tx, LaneKey lane, boolean wasReady) {
    enter(tx, lane, -1, wasReady ? -1 : 0);
  }

  /** A queued job goes on waiting in another lane of its tenant. */
  public void move(Tx tx, LaneKey from, LaneKey to, boolean ready) {
    leave(tx, from, ready);
    enter(tx, to, 1, ready ? 1 : 0);
  }

  /** Queued jobs whose time has come. */
  void ready(Tx tx, LaneKey lane, int more) {
    counted(tx, lane, 0, more);
  }

  private void enter(Tx tx, LaneKey lane, int queued, int ready) {
    if (alone()) {
      tx.update(ENTER, queued * interactive(lane), queued * background(lane));
    }
    counted(tx, lane, queued, ready);
  }

  private void counted(Tx tx, LaneKey lane, int queued, int ready) {
    if (alone()) {
      change(tx, lane, queued, ready);
    } else {
      shared.change(tx, lane, queued, ready);
    }
  }

  private static void change(Tx tx, LaneKey lane, int queued, int ready) {
    int known =
        tx.update(CHANGE_LANE, queued, ready, lane.tenant(), lane.route(), lane.interactive());
    if (known == 0) {
      tx.update(
          OPEN_LANE,
          lane.tenant(),
          lane.route(),
          lane.interactive(),
          queued,
          ready,
          lane.tenant(),
          lane.interactive());
    }
  }

  /** Whether no job is queued. */
  public static boolean empty(Tx tx) {
    return tx.first(QUEUED, row -> row.number("queued") == 0).orElseThrow();
  }

  /** The running ones are counted: there are no more of them than calls can be open. */
  public static QueueDepth depth(Tx tx) {
    return tx.first(
            DEPTH,
            row ->
                new QueueDepth(
                    row.number("interactive"), row.number("background"), row.number("running")))
        .orElseThrow();
  }

  /** Interactive jobs of these routes that only wait for their turn. */
  public static long interactiveReady(Tx tx, Collection<String> routes) {
    String marks = String.join(", ", Collections.nCopies(routes.size(), "?"));
    return tx.first(
            INTERACTIVE_READY.replace("%s", marks), row -> row.number("n"), routes.toArray())
        .orElse(0L);
  }

  /** Whether one writes at a time, to one row of each. */
  public boolean alone() {
    return !settings.shared();
  }

  private static int interactive(LaneKey lane) {
    return lane.interactive() ? 1 : 0;
  }

  private static int background(LaneKey lane) {
    return 1 - interactive(lane);
  }
}
