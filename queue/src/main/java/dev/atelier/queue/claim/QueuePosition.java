package dev.atelier.queue.claim;

import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How many jobs go before a queued one, on the routes that compete for the same accounts and if no
 * more came: counted from the lanes, not by walking the queue.
 *
 * <p>A job with {@code r} ready jobs of its own tenant and kind before it has its turn after each
 * other tenant of that kind had {@code r} turns, and one more if that tenant was served longer ago;
 * a background job comes after all interactive ones. The claims that look among background jobs
 * first are left out, so that the place of a background job is an upper estimate while callers
 * wait. Each of the two counts stops at {@link #BOUND}.
 */
public final class QueuePosition {
  static final int BOUND = 10_000;

  private static final String SELF =
      "SELECT id, tenant, route, interactive FROM job WHERE id = ? AND state = 'QUEUED'";
  private static final String OWN =
      """
      SELECT COUNT(*) AS n FROM (
        SELECT 1 FROM job
        WHERE route IN (%s) AND interactive = ? AND tenant = ? AND state = 'QUEUED'
          AND not_before IS NULL AND id < ?
        LIMIT ?) AS older\
      """;
  private static final String OTHERS =
      """
      SELECT COALESCE(SUM(CASE WHEN l.ready <= own.n THEN l.ready
          WHEN l.served < own.served OR (l.served = own.served AND l.tenant < own.tenant)
          THEN own.n + 1 ELSE own.n END), 0) AS n
      FROM (SELECT tenant, SUM(ready) AS ready, MAX(served) AS served FROM queue_lane
            WHERE route IN (%s) AND interactive = ? AND ready > 0
            GROUP BY tenant ORDER BY served, tenant LIMIT ?) AS l,
        (SELECT CAST(? AS BIGINT) AS n, CAST(? AS TEXT) AS tenant,
          COALESCE((SELECT MAX(served) FROM queue_lane WHERE tenant = ? AND interactive = ?), 0)
            AS served) AS own
      WHERE l.tenant <> own.tenant\
      """;
  private static final String INTERACTIVE =
      """
      SELECT COALESCE(SUM(ready), 0) AS n FROM (
        SELECT ready FROM queue_lane
        WHERE route IN (%s) AND interactive = 1 AND ready > 0 LIMIT ?) AS l\
      """;

  private QueuePosition() {}

  public static long ahead(Tx tx, JobId job, Set<String> routes) {
    return tx.first(SELF, row -> LaneKey.of(row), job.value())
        .map(lane -> ahead(tx, job, lane, List.copyOf(new TreeSet<>(routes))))
        .orElse(0L);
  }

  private static long ahead(Tx tx, JobId job, LaneKey lane, List<String> routes) {
    long own = count(tx, OWN, routes, lane.interactive(), lane.tenant(), job.value(), BOUND);
    long others =
        count(
            tx,
            OTHERS,
            routes,
            lane.interactive(),
            BOUND,
            own,
            lane.tenant(),
            lane.tenant(),
            lane.interactive());
    return own + others + (lane.interactive() ? 0 : count(tx, INTERACTIVE, routes, BOUND));
  }

  /** The routes come first among the arguments. */
  private static long count(Tx tx, String sql, List<String> routes, Object... others) {
    String text = sql.replace("%s", String.join(", ", Collections.nCopies(routes.size(), "?")));
    Object[] args = Stream.concat(routes.stream(), Stream.of(others)).toArray();
    return tx.first(text, row -> row.number("n"), args).orElseThrow();
  }
}
