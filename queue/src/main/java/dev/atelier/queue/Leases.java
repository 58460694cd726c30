package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.database.WriteConflictException;
import dev.atelier.image.JobId;
import dev.atelier.queue.claim.ClaimOrder;
import dev.atelier.queue.claim.LaneKey;
import dev.atelier.queue.claim.Lines;
import dev.atelier.queue.claim.QueueCounters;
import dev.atelier.queue.claim.TenantTurns;
import dev.atelier.queue.node.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs a job. Each claim raises the job's token, and a write shows the token of its lease, so
 * that a worker which was cancelled or given up can no longer change anything.
 */
final class Leases {
  private static final String RUN =
      """
      UPDATE job SET state = 'RUNNING', node = ?, lease_expires = ?, started = ?,
        token = token + 1, version = version + 1
      WHERE id =\
      """;
  private static final String TAKEN = " RETURNING id, token, tenant, route, interactive";
  private static final String TAKE = RUN + " ? AND state = 'QUEUED' AND not_before IS NULL" + TAKEN;

  /** The oldest that nobody else is taking. */
  private static final String TAKE_HEAD =
      RUN
          + """
           (SELECT id FROM job
            WHERE route = ? AND interactive = ? AND tenant = ? AND state = 'QUEUED'
              AND not_before IS NULL
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)\
          """
          + TAKEN;

  /** The oldest of some tenants that nobody else is taking. */
  private static final String TAKE_TURNS =
      RUN
          + """
           ANY (ARRAY(
            SELECT id FROM (
              SELECT oldest.id, turn.jobs, row_number() OVER (
                PARTITION BY turn.tenant, turn.interactive ORDER BY oldest.id) AS place
              FROM unnest(string_to_array(?, chr(10)), string_to_array(?, chr(10)),
                  CAST(string_to_array(?, chr(10)) AS BIGINT[]),
                  CAST(string_to_array(?, chr(10)) AS BIGINT[]))
                AS turn (tenant, route, interactive, jobs)
              CROSS JOIN LATERAL (
                SELECT id FROM job
                WHERE route = turn.route AND interactive = turn.interactive
                  AND tenant = turn.tenant AND state = 'QUEUED' AND not_before IS NULL
                ORDER BY id LIMIT turn.jobs FOR UPDATE SKIP LOCKED) AS oldest) AS every
            WHERE place <= jobs))\
          """
          + TAKEN;

  private static final String CHECK =
      """
      UPDATE job SET version = version + 1 WHERE id = ? AND token = ? AND state = 'RUNNING'
      RETURNING images\
      """;
  private static final String RELEASE =
      """
      UPDATE job SET state = 'QUEUED', node = NULL, lease_expires = NULL, started = NULL,
        not_before = ?, version = version + 1
      WHERE id = ? AND token = ? AND state = 'RUNNING'
      RETURNING id, tenant, route, interactive\
      """;
  private static final String RENEW =
      """
      UPDATE job SET lease_expires = ?
      WHERE state = 'RUNNING' AND node = ?\
      """;
  private static final String GIVE_UP =
      "UPDATE job SET lease_expires = ? WHERE state = 'RUNNING' AND node = ? AND lease_expires > ?";

  private static final String TAKE_OVER =
      """
      UPDATE job SET node = ?, lease_expires = ?, token = token + 1, version = version + 1
      WHERE id = ? AND token = ? AND state = 'RUNNING'
      RETURNING token\
      """;

  private static final String STILL_VOID =
      """
      SELECT id FROM job
      WHERE id = ? AND token = ? AND state = 'RUNNING' AND lease_expires <= ? FOR UPDATE\
      """;

  /** Not in the order of their ids, for which SQLite would go through all jobs there ever were. */
  private static final String VOID =
      """
      SELECT id FROM job
      WHERE state = 'RUNNING' AND node <> ? AND lease_expires <= ?
      ORDER BY lease_expires, id LIMIT ?\
      """;

  private static final String OF_NODES =
      """
      SELECT id FROM job
      WHERE state = 'RUNNING' AND node <> ? AND node >= ? AND node < ?
      ORDER BY node, lease_expires LIMIT ?\
      """;

  private static final String HELD =
      "SELECT id, token FROM job WHERE state = 'RUNNING' AND node = ?";

  private final QueueCounters counters;

  Leases(QueueCounters counters) {
    this.counters = counters;
  }

  /**
   * Starts the job at the head of a lane whose turn it is.
   *
   * @throws WriteConflictException if others are just taking all that is ready there
   */
  Lease claim(Tx tx, ClaimOrder.Head head, String node, Instant now, Instant expires) {
    var taken =
        tx.first(
                TAKE_HEAD,
                this::taken,
                node,
                expires,
                now,
                head.route(),
                head.interactive(),
                head.tenant())
            .orElseThrow(() -> new WriteConflictException("others take the jobs of that lane"));
    counters.claim(tx, taken.lane());
    return taken.lease(node);
  }

  /**
   * Starts the oldest jobs of tenants whose turns it is, in the order of their ids.
   *
   * @throws WriteConflictException if others are just taking all that is ready there
   */
  List<Lease> claim(Tx tx, List<TenantTurns> turns, String node, Instant now, Instant expires) {
    if (turns.isEmpty()) {
      return List.of();
    }
    var lanes =
        turns.stream()
            .flatMap(one -> one.routes().stream().map(route -> Map.entry(route, one)))
            .toList();
    List<Taken> taken =
        tx.list(
            TAKE_TURNS,
            this::taken,
            node,
            expires,
            now,
            Lines.of(lanes, lane -> lane.getValue().tenant()),
            Lines.of(lanes, Map.Entry::getKey),
            Lines.of(lanes, lane -> lane.getValue().interactive() ? 1 : 0),
            Lines.of(lanes, lane -> lane.getValue().count()));
    if (taken.isEmpty()) {
      throw new WriteConflictException("others take the jobs of those lanes");
    }
    counters.claim(tx, turns, taken.stream().map(Taken::lane).toList());
    return taken.stream()
        .sorted(Comparator.comparing(Taken::job))
        .map(one -> one.lease(node))
        .toList();
  }

  /** Starts a ready job out of turn; empty if it is not ready. */
  Optional<Lease> start(Tx tx, String job, String node, Instant now, Instant expires) {
    var taken = tx.first(TAKE, this::taken, node, expires, now, job);
    taken.ifPresent(each -> counters.start(tx, each.lane()));
    return taken.map(each -> each.lease(node));
  }

  /** Proves that {@code lease} is the current one, and notes a change; returns the images. */
  int check(Tx tx, Lease lease) {
    return tx.first(CHECK, row -> (int) row.number("images"), lease.job().value(), lease.token())
        .orElseThrow(() -> new LeaseLostException(lease));
  }

  void release(Tx tx, Lease lease, Instant notBefore) {
    var lane =
        tx.first(RELEASE, LaneKey::of, notBefore, lease.job().value(), lease.token())
            .orElseThrow(() -> new LeaseLostException(lease));
    counters.requeued(tx, lane);
  }

  int renew(Tx tx, String node, Instant expires) {
    return tx.update(RENEW, expires, node);
  }

  /** Whether another has the job since, or had it. Its end raised the token once more. */
  boolean takenOver(Tx tx, Lease lease) {
    return tx.first(
            "SELECT id FROM job WHERE id = ? AND"
                + " token - CASE WHEN ended IS NULL THEN 0 ELSE 1 END > ?",
            row -> row.text("id"),
            lease.job().value(),
            lease.token())
        .isPresent();
  }

  /** Whether that lease has ended, and cannot be renewed before this transaction is over. */
  boolean isVoid(Tx tx, JobId job, long token, Instant now) {
    return tx.first(STILL_VOID, row -> row.text("id"), job.value(), token, now).isPresent();
  }

  int giveUp(Tx tx, String node) {
    return tx.update(GIVE_UP, Lease.GIVEN_UP, node, Lease.GIVEN_UP);
  }

  Lease takeOver(Tx tx, JobId job, long token, String node, Instant expires) {
    return tx.first(TAKE_OVER, row -> row.number("token"), node, expires, job.value(), token)
        .map(newer -> new Lease(job, node, newer))
        .orElseThrow(() -> new LeaseLostException(new Lease(job, node, token)));
  }

  /**
   * Running jobs whose lease of another node than {@code exceptNode} ended by {@code latest}, the
   * longest void first.
   */
  List<JobId> expired(Tx tx, String exceptNode, Instant latest, int limit) {
    return tx.list(VOID, row -> new JobId(row.uuid("id")), exceptNode, latest, limit);
  }

  /** Running jobs of other nodes than {@code exceptNode} whose names begin so. */
  List<JobId> ofNodes(Tx tx, String exceptNode, String prefix, int limit) {
    return tx.list(
        OF_NODES, row -> new JobId(row.uuid("id")), exceptNode, prefix, Node.beyond(prefix), limit);
  }

  List<Lease> held(Tx tx, String node) {
    return tx.list(
        HELD, row -> new Lease(new JobId(row.uuid("id")), node, row.number("token")), node);
  }

  private Taken taken(Row row) {
    return new Taken(row.text("id"), row.number("token"), LaneKey.of(row));
  }

  private record Taken(String job, long token, LaneKey lane) {
    Lease lease(String node) {
      return new Lease(JobId.parse(job), node, token);
    }
  }
}
