package dev.atelier.queue.session;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rows of sessions. Which jobs belong to one is in the rows of the jobs; what is here is
 * written only when a client leaves, or has got a part of a job that goes on.
 */
public final class ClientSessionRows {
  private static final String OPEN =
      """
      SELECT id FROM job WHERE session = ? AND ended IS NULL AND key_id = ? ORDER BY id LIMIT ?\
      """;
  private static final String ENDED =
      """
      SELECT id FROM job WHERE session = ? AND ended >= ? AND key_id = ? ORDER BY ended DESC LIMIT ?\
      """;
  private static final String DETACHED =
      "SELECT detached FROM socket_session WHERE id = ? AND key_id = ?";
  private static final String DETACH =
      """
      INSERT INTO socket_session (id, key_id, detached) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET detached = excluded.detached\
      """;
  private static final String ATTACH = "DELETE FROM socket_session WHERE id = ? AND key_id = ?";
  private static final String RECEIPTS =
      "SELECT job, answers FROM session_receipt WHERE session = ?";
  private static final String RECEIVE =
      """
      INSERT INTO session_receipt (session, job, answers, received) VALUES (?, ?, ?, ?)
      ON CONFLICT (session, job) DO UPDATE
      SET answers = excluded.answers, received = excluded.received\
      """;
  private static final String LAST_DETACHED =
      "SELECT detached AS at FROM socket_session WHERE detached < ? ORDER BY detached LIMIT 1 OFFSET ?";
  private static final String FORGET_DETACHED = "DELETE FROM socket_session WHERE detached < ?";
  private static final String LAST_RECEIVED =
      """
      SELECT received AS at FROM session_receipt WHERE received < ?
      ORDER BY received LIMIT 1 OFFSET ?\
      """;
  private static final String FORGET_RECEIVED = "DELETE FROM session_receipt WHERE received < ?";

  /**
   * The jobs of a session that have not ended or did so since then, each with what is known to be
   * received of it.
   *
   * @param limit of either kind; of those that ended the last
   */
  public List<SessionJob> jobs(Tx tx, UUID session, KeyId key, Instant endedSince, int limit) {
    var ids = new ArrayList<JobId>();
    ids.addAll(tx.list(OPEN, ClientSessionRows::id, session, key.value(), limit));
    ids.addAll(tx.list(ENDED, ClientSessionRows::id, session, endedSince, key.value(), limit));
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<JobId, Set<Integer>> received = receipts(tx, session);
    return ids.stream().map(id -> new SessionJob(id, received.getOrDefault(id, Set.of()))).toList();
  }

  private static JobId id(Row row) {
    return JobId.parse(row.text("id"));
  }

  private static Map<JobId, Set<Integer>> receipts(Tx tx, UUID session) {
    return tx
        .list(
            RECEIPTS,
            row -> new SessionJob(JobId.parse(row.text("job")), parse(row.text("answers"))),
            session)
        .stream()
        .collect(Collectors.toMap(SessionJob::id, SessionJob::received));
  }

  /** Since when nobody is connected; empty while somebody is, or where that was not written. */
  public Optional<Instant> detached(Tx tx, UUID session, KeyId key) {
    return tx.first(DETACHED, row -> row.instant("detached"), session, key.value());
  }

  public void detach(Tx tx, UUID session, KeyId key) {
    int _ = tx.update(DETACH, session, key.value(), tx.now());
  }

  /** The client is back. */
  public void attach(Tx tx, UUID session, KeyId key) {
    int _ = tx.update(ATTACH, session, key.value());
  }

  /** A job is told of by this session from now on. */
  public void adopt(Tx tx, UUID session, JobId job) {
    int _ = tx.update("UPDATE job SET session = ? WHERE id = ?", session, job.value());
  }

  /** Writes all that is known to be received of a job. */
  public void receive(Tx tx, UUID session, SessionJob job) {
    int _ = tx.update(RECEIVE, session, job.id().value(), text(job.received()), tx.now());
  }

  /** Forgets some of what was written before then; at least as many as there are, or the limit. */
  public int forget(Tx tx, Instant before, int limit) {
    return forget(tx, LAST_DETACHED, FORGET_DETACHED, before, limit)
        + forget(tx, LAST_RECEIVED, FORGET_RECEIVED, before, limit);
  }

  private static int forget(Tx tx, String last, String forget, Instant before, int limit) {
    Instant end =
        tx.first(last, row -> row.instant("at").plusMillis(1), before, limit - 1).orElse(before);
    return tx.update(forget, end);
  }

  private static String text(Set<Integer> answers) {
    return answers.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Set<Integer> parse(String text) {
    return Arrays.stream(text.split(","))
        .filter(one -> !one.isEmpty())
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }
}
