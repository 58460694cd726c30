package dev.atelier.server.metrics;

import dev.atelier.database.Tx;
import dev.atelier.metering.ledger.Ledger;
import dev.atelier.queue.JobAges;
import dev.atelier.queue.JobQueue;
import dev.atelier.queue.claim.QueueDepth;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StoredTotals;
import dev.atelier.webhook.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;

/**
 * What the database says of the whole server at one moment.
 *
 * @param heldMicros micro-dollars that are set aside for jobs
 * @param webhooks deliveries that are due or will be
 */
public record StoredState(
    Instant at,
    QueueDepth depth,
    JobAges ages,
    long heldMicros,
    long webhooks,
    StoredTotals stored) {
  /** A job that was to start so long ago should have ended. */
  static final Duration HOLD_OVERDUE = Duration.ofHours(1);

  /** A few look-ups in counters and short ranges of indexes. */
  public static StoredState of(
      Tx tx, JobQueue queue, Ledger ledger, Outbox outbox, ArtifactStore artifacts) {
    Instant now = tx.now();
    return new StoredState(
        now,
        queue.depth(tx),
        JobAges.of(tx, now.minus(HOLD_OVERDUE)),
        ledger.held(tx),
        outbox.backlog(tx),
        artifacts.totals(tx));
  }
}
