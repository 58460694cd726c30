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
final class Line {
  private static final String JOIN =
      """
      UPDATE queue_totals SET waiting = waiting + ?, polled = polled + ?
      WHERE id = 1 AND waiting + polled < ?\
      """;
  private static final String LEAVE =
      "UPDATE queue_totals SET waiting = waiting - ?, polled = polled - ? WHERE id = 1";
  private static final String START =
      """
      UPDATE queue_totals SET waiting = waiting - ?, polled = polled - ?, running = running + 1
      WHERE id = 1\
      """;
  private static final String CLAIM =
      """
      UPDATE queue_totals SET waiting = waiting - ?, polled = polled - ?, running = running + 1,
        claims = claims + 1
      WHERE id = 1 RETURNING claims\
      """;
  private static final String PASS = "UPDATE queue_totals SET running = running + 1 WHERE id = 1";
  private static final String RETURN =
      """
      UPDATE queue_totals SET waiting = waiting + ?, polled = polled + ?, running = running - 1
      WHERE id = 1\
      """;
  private static final String STOP = "UPDATE queue_totals SET running = running - 1 WHERE id = 1";
  private static final String READY =
      "UPDATE queue_lane SET ready = ready + ? WHERE tenant = ? AND route = ? AND waiting = ?";
  private static final String OPEN_LANE =
      """
      INSERT INTO queue_lane (tenant, route, waiting, ready, served)
      VALUES (?, ?, ?, ?,
        COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ?), 0))\
      """;
  private static final String TURN =
      """
      UPDATE queue_lane SET served = ?,
        ready = ready - CASE WHEN route = ? AND waiting = ? THEN 1 ELSE 0 END
      WHERE tenant = ?\
      """;
  private static final String DEPTH =
      "SELECT waiting, polled, running FROM queue_totals WHERE id = 1";

  private final QueueSettings settings;

  Line(QueueSettings settings) {
    this.settings = settings;
  }

  /** A new job joins, ready at once. */
  void join(Tx tx, Place place) {
    var joined = tx.update(JOIN, waiting(place), polled(place), settings.lengthMax());
    if (joined == 0) {
      throw new FaultException(new Fault.QueueFull(settings.retryAfter()));
    }
    ready(tx, place, 1);
  }

  /** A ready job starts by a claim: its tenant has had its turn. */
  void claim(Tx tx, Place place) {
    long turn =
        tx.first(CLAIM, row -> row.number("claims"), waiting(place), polled(place)).orElseThrow();
    tx.update(TURN, turn, place.route(), place.waiting(), place.tenant());
  }

  /** A ready job starts out of turn. */
  void start(Tx tx, Place place) {
    tx.update(START, waiting(place), polled(place));
    ready(tx, place, -1);
  }

  /** A new job starts without ever standing in line. */
  void pass(Tx tx) {
    tx.update(PASS);
  }

  /** A running job comes back, not ready yet. */
  void comeBack(Tx tx, Place place) {
    tx.update(RETURN, waiting(place), polled(place));
  }

  /** A queued job ends without having started. */
  void leave(Tx tx, Place place, boolean wasReady) {
    tx.update(LEAVE, waiting(place), polled(place));
    if (wasReady) {
      ready(tx, place, -1);
    }
  }

  /** A running job ends. */
  void stop(Tx tx) {
    tx.update(STOP);
  }

  void ready(Tx tx, Place place, long more) {
    if (tx.update(READY, more, place.tenant(), place.route(), place.waiting()) == 0) {
      tx.update(OPEN_LANE, place.tenant(), place.route(), place.waiting(), more, place.tenant());
    }
  }

  QueueDepth depth(Tx tx) {
    return tx.first(
            DEPTH,
            row ->
                new QueueDepth(row.number("waiting"), row.number("polled"), row.number("running")))
        .orElseThrow();
  }

  private static int waiting(Place place) {
    return place.waiting() ? 1 : 0;
  }

  private static int polled(Place place) {
    return place.waiting() ? 0 : 1;
  }
}
