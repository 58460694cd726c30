package dev.atelier.queue;

import dev.atelier.database.Tx;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;

/**
 * Who stands in line, kept as counters so that no question about it ever scans the jobs: the totals
 * (one row) bound the queue, and a lane for each tenant, route and kind of caller says how many are
 * ready there and when the tenant had its latest turn.
 *
 * <p>A job that must not start yet is counted in the totals and in no lane.
 */
final class QueueCounters {
  private static final String JOIN =
      """
      UPDATE queue_totals SET interactive = interactive + ?, background = background + ?
      WHERE id = 1 AND interactive + background < ?\
      """;
  private static final String LEAVE =
      "UPDATE queue_totals SET interactive = interactive - ?, background = background - ? WHERE id = 1";
  private static final String START =
      """
      UPDATE queue_totals SET interactive = interactive - ?, background = background - ?, running = running + 1
      WHERE id = 1\
      """;
  private static final String CLAIM =
      """
      UPDATE queue_totals SET interactive = interactive - ?, background = background - ?, running = running + 1,
        claims = claims + 1
      WHERE id = 1 RETURNING claims\
      """;
  private static final String PASS = "UPDATE queue_totals SET running = running + 1 WHERE id = 1";
  private static final String RETURN =
      """
      UPDATE queue_totals SET interactive = interactive + ?, background = background + ?, running = running - 1
      WHERE id = 1\
      """;
  private static final String STOP = "UPDATE queue_totals SET running = running - 1 WHERE id = 1";
  private static final String READY =
      "UPDATE queue_lane SET ready = ready + ? WHERE tenant = ? AND route = ? AND interactive = ?";
  private static final String OPEN_LANE =
      """
      INSERT INTO queue_lane (tenant, route, interactive, ready, served)
      VALUES (?, ?, ?, ?,
        COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ?), 0))\
      """;
  private static final String TURN =
      """
      UPDATE queue_lane SET served = ?,
        ready = ready - CASE WHEN route = ? AND interactive = ? THEN 1 ELSE 0 END
      WHERE tenant = ?\
      """;
  private static final String DEPTH =
      "SELECT interactive, background, running FROM queue_totals WHERE id = 1";

  private final QueueSettings settings;

  QueueCounters(QueueSettings settings) {
    this.settings = settings;
  }

  /** A new job joins, ready at once. */
  void join(Tx tx, LaneKey lane) {
    var joined = tx.update(JOIN, interactive(lane), background(lane), settings.lengthMax());
    if (joined == 0) {
      throw new FaultException(new Fault.QueueFull(settings.retryAfter()));
    }
    ready(tx, lane, 1);
  }

  /** A ready job starts by a claim: its tenant has had its turn. */
  void claim(Tx tx, LaneKey lane) {
    long turn =
        tx.first(CLAIM, row -> row.number("claims"), interactive(lane), background(lane))
            .orElseThrow();
    tx.update(TURN, turn, lane.route(), lane.interactive(), lane.tenant());
  }

  /** A ready job starts out of turn. */
  void start(Tx tx, LaneKey lane) {
    tx.update(START, interactive(lane), background(lane));
    ready(tx, lane, -1);
  }

  /** A new job starts without ever standing in line. */
  void pass(Tx tx) {
    tx.update(PASS);
  }

  /** A running job comes back, not ready yet. */
  void returned(Tx tx, LaneKey lane) {
    tx.update(RETURN, interactive(lane), background(lane));
  }

  /** A queued job ends without having started. */
  void leave(Tx tx, LaneKey lane, boolean wasReady) {
    tx.update(LEAVE, interactive(lane), background(lane));
    if (wasReady) {
      ready(tx, lane, -1);
    }
  }

  /** A running job ends. */
  void stop(Tx tx) {
    tx.update(STOP);
  }

  void ready(Tx tx, LaneKey lane, long more) {
    if (tx.update(READY, more, lane.tenant(), lane.route(), lane.interactive()) == 0) {
      tx.update(OPEN_LANE, lane.tenant(), lane.route(), lane.interactive(), more, lane.tenant());
    }
  }

  QueueDepth depth(Tx tx) {
    return tx.first(
            DEPTH,
            row ->
                new QueueDepth(
                    row.number("interactive"), row.number("background"), row.number("running")))
        .orElseThrow();
  }

  private static int interactive(LaneKey lane) {
    return lane.interactive() ? 1 : 0;
  }

  private static int background(LaneKey lane) {
    return lane.interactive() ? 0 : 1;
  }
}
