package dev.atelier.queue.claim;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import java.util.Collection;
import java.util.Collections;

/**
 * What is queued, kept as counters so that no question about it ever scans the jobs: the totals
 * bound the queue, and a lane for each tenant, route and kind of caller says how many jobs are
 * queued there, how many of them are ready, and when the tenant had its latest turn among jobs of
 * this kind.
 *
 * <p>A job that must not start yet is queued and not ready. Jobs that start at once change nothing
 * here: their accounts bound them.
 *
 * <p>Where many write side by side, totals and lanes are spread over several rows ({@link
 * QueueSettings#shards}), so that no row is every transaction's.
 */
public final class QueueCounters {
  /** Rows of totals where lanes are sharded; a thread keeps to one of them. */
  private static final int TOTALS = 16;

  private static final String JOIN =
      """
      UPDATE queue_totals SET interactive = interactive + ?, background = background + ?
      WHERE id = ? AND %s < ?
        AND (SELECT COALESCE(SUM(queued), 0) FROM queue_lane WHERE tenant = ?) < ?\
      """;
  private static final String JOIN_ALONE = JOIN.formatted("interactive + background");
  private static final String JOIN_SIDE_BY_SIDE =
      JOIN.formatted("(SELECT SUM(interactive + background) FROM queue_totals)");
  private static final String LEAVE =
      """
      UPDATE queue_totals SET interactive = interactive - ?, background = background - ?
      WHERE id = ?\
      """;
  private static final String CLAIM =
      """
      UPDATE queue_totals SET interactive = interactive - ?, background = background - ?,
        claims = claims + 1
      WHERE id = ? RETURNING\
      """;
  private static final String CLAIM_ALONE = CLAIM + " claims";
  private static final String CLAIM_SIDE_BY_SIDE =
      CLAIM + " (SELECT SUM(claims) + 1 FROM queue_totals) AS claims";
  private static final String ENTER =
      """
      UPDATE queue_totals SET interactive = interactive + ?, background = background + ?
      WHERE id = ?\
      """;
  private static final String CHANGE_LANE =
      """
      UPDATE queue_lane SET queued = queued + ?, ready = ready + ?
      WHERE tenant = ? AND route = ? AND interactive = ? AND shard = ?\
      """;
  private static final String OPEN_LANE =
      """
      INSERT INTO queue_lane (tenant, route, interactive, shard, queued, ready, served)
      VALUES (?, ?, ?, ?, ?, ?,
        COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ? AND interactive = ?), 0))
      ON CONFLICT (tenant, route, interactive, shard) DO UPDATE SET
        queued = queue_lane.queued + excluded.queued, ready = queue_lane.ready + excluded.ready\
      """;
  private static final String TURN =
      """
      UPDATE queue_lane SET served = ?,
        queued = queued - CASE WHEN route = ? THEN 1 ELSE 0 END,
        ready = ready - CASE WHEN route = ? THEN 1 ELSE 0 END
      WHERE tenant = ? AND interactive = ?\
      """;

  /** Rows of the tenant that others are changing keep their turn until the next claim. */
  private static final String TURN_SIDE_BY_SIDE =
      """
      UPDATE queue_lane SET served = ? WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM queue_lane WHERE tenant = ? AND interactive = ? FOR UPDATE SKIP LOCKED))\
      """;

  private static final String DEPTH =
      """
      SELECT SUM(interactive) AS interactive, SUM(background) AS background,
        (SELECT COUNT(*) FROM job WHERE state = 'RUNNING') AS running
      FROM queue_totals\
      """;
  private static final String QUEUED =
      "SELECT SUM(interactive + background) AS queued FROM queue_totals";

  private static final String INTERACTIVE_READY =
      """
      SELECT COALESCE(SUM(ready), 0) AS n FROM queue_lane
      WHERE route IN (%s) AND interactive = 1 AND ready > 0\
      """;

  private final QueueSettings settings;

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
    var joined =
        tx.update(
            alone() ? JOIN_ALONE : JOIN_SIDE_BY_SIDE,
            interactive(lane),
            background(lane),
            totals(),
            settings.lengthMax(),
            lane.tenant(),
            settings.tenantLengthMax());
    if (joined == 0) {
      throw new FaultException(new AdmissionFault.QueueFull(settings.retryAfter()));
    }
    change(tx, lane, 1, 1);
  }

  /**
   * The lane of a job by its row: {@code id}, {@code tenant}, {@code route}, {@code interactive}.
   */
  public LaneKey lane(Row row) {
    return LaneKey.of(row, settings.shards());
  }

  /** The lane of a job. */
  public LaneKey lane(String job, String tenant, String route, boolean interactive) {
    return new LaneKey(tenant, route, interactive, LaneKey.shard(job, settings.shards()));
  }

  /** A ready job starts by a claim: its tenant has had its turn. */
  public void claim(Tx tx, LaneKey lane) {
    boolean alone = alone();
    long turn =
        tx.first(
                alone ? CLAIM_ALONE : CLAIM_SIDE_BY_SIDE,
                row -> row.number("claims"),
                interactive(lane),
                background(lane),
                totals())
            .orElseThrow();
    if (alone) {
      tx.update(TURN, turn, lane.route(), lane.route(), lane.tenant(), lane.interactive());
    } else {
      change(tx, lane, -1, -1); // before any other of its rows: nobody waits who holds one
      tx.update(TURN_SIDE_BY_SIDE, turn, lane.tenant(), lane.interactive());
    }
  }

  /** A ready job starts out of turn. */
  public void start(Tx tx, LaneKey lane) {
    tx.update(LEAVE, interactive(lane), background(lane), totals());
    change(tx, lane, -1, -1);
  }

  /** A running job comes back, not ready yet. */
  public void requeued(Tx tx, LaneKey lane) {
    tx.update(ENTER, interactive(lane), background(lane), totals());
    change(tx, lane, 1, 0);
  }

  /** A queued job ends without having started. */
  public void leave(Tx tx, LaneKey lane, boolean wasReady) {
    tx.update(LEAVE, interactive(lane), background(lane), totals());
    change(tx, lane, -1, wasReady ? -1 : 0);
  }

  /** A queued job goes on waiting in another lane of its tenant. */
  public void move(Tx tx, LaneKey from, LaneKey to, boolean ready) {
    leave(tx, from, ready);
    tx.update(ENTER, interactive(to), background(to), totals());
    change(tx, to, 1, ready ? 1 : 0);
  }

  /** Queued jobs whose time has come. */
  void ready(Tx tx, LaneKey lane, int more) {
    change(tx, lane, 0, more);
  }

  private static void change(Tx tx, LaneKey lane, int queued, int ready) {
    int known =
        tx.update(
            CHANGE_LANE,
            queued,
            ready,
            lane.tenant(),
            lane.route(),
            lane.interactive(),
            lane.shard());
    if (known == 0) {
      tx.update(
          OPEN_LANE,
          lane.tenant(),
          lane.route(),
          lane.interactive(),
          lane.shard(),
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

  /** The row of totals that this thread changes; a transaction is of one thread. */
  private int totals() {
    return alone() ? 1 : 1 + Math.floorMod(Thread.currentThread().threadId(), TOTALS);
  }

  /** Whether one writes at a time, to one row of each. */
  private boolean alone() {
    return settings.shards() == 1;
  }

  private static int interactive(LaneKey lane) {
    return lane.interactive() ? 1 : 0;
  }

  private static int background(LaneKey lane) {
    return lane.interactive() ? 0 : 1;
  }
}
