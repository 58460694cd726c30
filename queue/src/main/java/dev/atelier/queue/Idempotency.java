package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Operation;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked before: a request that comes again joins its job instead of making another.
 *
 * <p>Ask and remember in the transaction that submits. Nothing is forgotten but by {@link #forget}.
 */
public final class Idempotency {
  private static final String FIND =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE tenant = ? AND key_id = ? AND idempotency_key = ? AND operation = ?\
      """;
  private static final String REMEMBER =
      """
      INSERT INTO idempotency_record (tenant, key_id, idempotency_key, operation, fingerprint, job, created)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
      """;
  private static final String DUPLICATE =
      """
      SELECT job, fingerprint FROM idempotency_record
      WHERE key_id = ? AND fingerprint = ? AND created >= ? ORDER BY created DESC, job DESC LIMIT 1\
      """;
  private static final String LAST_OF_SOME =
      "SELECT created FROM idempotency_record WHERE created < ? ORDER BY created LIMIT 1 OFFSET ?";
  private static final String FORGET = "DELETE FROM idempotency_record WHERE created < ?";

  /** The job that {@code idempotencyKey} made for this operation, with what it was asked for. */
  public Optional<IdempotencyRecord> find(
      Tx tx, TenantId tenant, KeyId key, String idempotencyKey, Operation operation) {
    return tx.first(
        FIND, Idempotency::row, tenant.value(), key.value(), idempotencyKey, operation.word());
  }

  /**
   * Remembers a request that named an idempotency key.
   *
   * @throws IdempotencyRaceException if the key made a job for this operation before
   */
  public void remember(
      Tx tx,
      TenantId tenant,
      KeyId key,
      String idempotencyKey,
      Operation operation,
      String fingerprint,
      JobId job,
      Instant now) {
    if (!insert(tx, tenant, key, idempotencyKey, operation, fingerprint, job, now)) {
      throw new IdempotencyRaceException();
    }
  }

  /** Remembers a request that named none, for {@link #recentDuplicate}. */
  public void rememberUnkeyed(
      Tx tx,
      TenantId tenant,
      KeyId key,
      Operation operation,
      String fingerprint,
      JobId job,
      Instant now) {
    insert(tx, tenant, key, null, operation, fingerprint, job, now);
  }

  /**
   * The newest job that this key holder asked for with the same fingerprint since {@code since}.
   */
  public Optional<JobId> recentDuplicate(Tx tx, KeyId key, String fingerprint, Instant since) {
    return tx.first(DUPLICATE, Idempotency::row, key.value(), fingerprint, since)
        .map(IdempotencyRecord::job);
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

  private static boolean insert(
      Tx tx,
      TenantId tenant,
      KeyId key,
      @Nullable String idempotencyKey,
      Operation operation,
      String fingerprint,
      JobId job,
      Instant now) {
    return tx.update(
            REMEMBER,
            tenant.value(),
            key.value(),
            idempotencyKey,
            operation.word(),
            fingerprint,
            job.value(),
            now)
        == 1;
  }

  private static IdempotencyRecord row(Row row) {
    return new IdempotencyRecord(new JobId(row.uuid("job")), row.text("fingerprint"));
  }
}
