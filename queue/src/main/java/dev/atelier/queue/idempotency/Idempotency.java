package dev.atelier.queue.idempotency;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import dev.atelier.queue.TextHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was asked before: a request that comes again joins its job instead of making another.
 *
 * <p>With an idempotency key a request is known by its tenant, that key and the operation,
 * whichever of the tenant's keys the client shows.
 *
 * <p>Without one it is known by the key holder and the {@link Fingerprint}, and only where the
 * client says that it repeats. Two equal orders and two repeats match one to one: each repeat gets
 * an order that no equally late one was given. A repeat that overtakes its original, which is still
 * being read or prepared, makes the job, and the original joins it when it comes.
 *
 * <p>Ask and record in the transaction that submits. Nothing is forgotten but by {@link #forget}.
 */
public final class Idempotency {
  /** No client repeats sooner: an original that was prepared faster cannot have been overtaken. */
  private static final Duration OVERTAKEN_MIN = Duration.ofMillis(250);

  private static final int CANDIDATES_MAX = 20;

  private static final String FIND =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE tenant = ? AND idempotency_key = ? AND operation = ?\
      """;
  private static final String FIND_ANY =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE tenant = ? AND idempotency_key = ? ORDER BY created LIMIT 1\
      """;
  private static final String RECORD =
      """
      INSERT INTO idempotency_record (tenant, key_id, idempotency_key, operation, fingerprint, job,
        repeats, orphan, created)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
      """;
  private static final String REPLACE =
      """
      UPDATE idempotency_record SET job = ?, key_id = ?, created = ?
      WHERE tenant = ? AND idempotency_key = ? AND operation = ? AND job = ?\
      """;
  private static final String ORIGINALS =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE key_id = ? AND fingerprint IN (?, ?) AND created >= ? AND idempotency_key IS NULL
      ORDER BY CASE WHEN repeats < ? THEN 0 ELSE 1 END, repeats DESC,
        created DESC, job DESC
      LIMIT ?\
      """;
  private static final String HAND_OUT =
      "UPDATE idempotency_record SET repeats = ? WHERE key_id = ? AND job = ?";
  private static final String ORPHANS =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE key_id = ? AND fingerprint IN (?, ?) AND created > ? AND idempotency_key IS NULL
        AND orphan = 1
      ORDER BY created, job LIMIT ?\
      """;
  private static final String ADOPT =
      "UPDATE idempotency_record SET orphan = 0 WHERE key_id = ? AND job = ?";
  private static final String LAST_OF_SOME =
      "SELECT created FROM idempotency_record WHERE created < ? ORDER BY created LIMIT 1 OFFSET ?";
  private static final String FORGET = "DELETE FROM idempotency_record WHERE created < ?";

  private final Optional<TextHash> hash;

  /** One of jobs whose texts are never erased. */
  public Idempotency() {
    this.hash = Optional.empty();
  }

  /**
   * @param hash what {@link dev.atelier.queue.EraseText} seals fingerprints with: who can guess a
   *     prompt must not be able to tell it by its fingerprint
   */
  public Idempotency(TextHash hash) {
    this.hash = Optional.of(hash);
  }

  /** Whether what was recorded asks for the same. */
  public boolean same(IdempotencyRecord recorded, RequestIdentity request) {
    return recorded.fingerprint().equals(request.fingerprint())
        || sealed(request).contains(recorded.fingerprint());
  }

  /** As a fingerprint is stored once its job's texts are erased. */
  private List<String> sealed(RequestIdentity request) {
    return hash.map(known -> known.byEachKey(request.tenant(), request.fingerprint()))
        .orElse(List.of(request.fingerprint()));
  }

  /** What is recorded under the request's idempotency key; empty for a request without one. */
  public Optional<IdempotencyRecord> find(Tx tx, RequestIdentity request) {
    return request
        .idempotencyKey()
        .flatMap(key ->
            tx.first(
                FIND, Idempotency::row, request.tenant().value(), key, request.operation().word()));
  }

  /** The job that a tenant's idempotency key made, whatever the operation. */
  public Optional<JobId> find(Tx tx, TenantId tenant, String idempotencyKey) {
    return tx.first(FIND_ANY, Idempotency::row, tenant.value(), idempotencyKey)
        .map(IdempotencyRecord::job);
  }

  /**
   * The jobs that a repeat without an idempotency key may belong to, the likeliest first. Those
   * that were handed to an equally late repeat before come last: they are given again only where no
   * other is left, since joining never costs.
   */
  public List<JobId> originals(Tx tx, RequestIdentity repeat, Instant since) {
    lock(tx, repeat);
    return jobs(tx, ORIGINALS, repeat, since, repeat.repeats(), CANDIDATES_MAX);
  }

  /** The job is this repeat's. */
  public void handOut(Tx tx, RequestIdentity repeat, JobId job) {
    tx.update(HAND_OUT, repeat.repeats(), repeat.key().value(), job.value());
  }

  /**
   * The jobs of repeats that may have overtaken this request: they came after its first byte and
   * met no original.
   */
  public List<JobId> overtakers(Tx tx, RequestIdentity original, Instant now) {
    if (original.received().plus(OVERTAKEN_MIN).isAfter(now)) {
      return List.of();
    }
    lock(tx, original);
    return jobs(tx, ORPHANS, original, original.received(), CANDIDATES_MAX);
  }

  /** Two that ask for the same at once must not both find that the other has not come yet. */
  private static void lock(Tx tx, RequestIdentity request) {
    tx.lock("request " + request.key() + " " + request.fingerprint());
  }

  /** The original of the repeat that made {@code job} has come. */
  public void adopt(Tx tx, RequestIdentity original, JobId job) {
    tx.update(ADOPT, original.key().value(), job.value());
  }

  /**
   * Records the job that a request makes.
   *
   * @throws IdempotencyRaceException if its idempotency key made a job for this operation before
   */
  public void record(Tx tx, RequestIdentity request, JobId job, Instant now) {
    int recorded =
        tx.update(
            RECORD,
            request.tenant().value(),
            request.key().value(),
            request.idempotencyKey(),
            request.operation().word(),
            request.fingerprint(),
            job.value(),
            request.repeats(),
            request.repeats() > 0,
            now);
    if (recorded == 0) {
      throw new IdempotencyRaceException();
    }
  }

  /**
   * The same under an idempotency key whose earlier job, {@code failed}, is not to be replayed.
   *
   * @throws IdempotencyRaceException if another was faster
   */
  public void replace(Tx tx, RequestIdentity request, JobId failed, JobId job, Instant now) {
    int replaced =
        tx.update(
            REPLACE,
            job.value(),
            request.key().value(),
            now,
            request.tenant().value(),
            request.idempotencyKey(),
            request.operation().word(),
            failed.value());
    if (replaced == 0) {
      throw new IdempotencyRaceException();
    }
  }

  /**
   * Forgets the oldest {@code limit} requests made before {@code before}, and those of the same
   * millisecond as the last of them; returns how many.
   */
  public int forget(Tx tx, Instant before, int limit) {
    var end =
        tx.first(LAST_OF_SOME, row -> row.instant("created").plusMillis(1), before, limit - 1)
            .orElse(before);
    return tx.update(FORGET, end);
  }

  private List<JobId> jobs(Tx tx, String sql, RequestIdentity request, Object... others) {
    var args = new Object[others.length + 3];
    args[0] = request.key().value();
    args[1] = request.fingerprint();
    args[2] = sealed(request).getFirst();
    System.arraycopy(others, 0, args, 3, others.length);
    return tx.list(sql, Idempotency::row, args).stream().map(IdempotencyRecord::job).toList();
  }

  private static IdempotencyRecord row(Row row) {
    return new IdempotencyRecord(new JobId(row.uuid("job")), row.text("fingerprint"));
  }
}
