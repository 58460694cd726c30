package dev.atelier.gateway.dispatch;

import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.privacy.ApplyRetention;
import dev.atelier.gateway.privacy.EraseData;
import dev.atelier.gateway.privacy.Purge;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.metering.usage.UsageDays;
import dev.atelier.metering.usage.UsageTables;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.queue.session.ClientSessionRows;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.webhook.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what has been kept long enough: jobs, requests, deliveries, sessions, artifacts, hours of
 * usage.
 */
public final class SweepExpired {
  private static final Logger LOG = LoggerFactory.getLogger(SweepExpired.class);
  private static final Duration REQUESTS_KEPT = Duration.ofHours(24);

  /** Much longer than a session waits for its client. */
  private static final Duration SESSIONS_KEPT = Duration.ofHours(1);

  private final JobStore store;
  private final Idempotency idempotency;
  private final Outbox outbox;
  private final ArtifactStore artifacts;
  private final RetentionPolicy retention;
  private final UsageTables sums;
  private final ClientSessionRows sessions = new ClientSessionRows();
  private final Privacy privacy;

  /** What tenants have settled for themselves, and what they have asked to be erased. */
  public record Privacy(ApplyRetention retention, EraseData erase, Purge purge) {}

  public SweepExpired(
      JobStore store,
      Idempotency idempotency,
      Outbox outbox,
      ArtifactStore artifacts,
      RetentionPolicy retention,
      UsageTables sums,
      Privacy privacy) {
    this.store = store;
    this.idempotency = idempotency;
    this.outbox = outbox;
    this.artifacts = artifacts;
    this.retention = retention;
    this.sums = sums;
    this.privacy = privacy;
  }

  /** One step of at most {@code batch} of each kind; whether there may be more. */
  boolean step(Instant now, int batch) {
    if (morePrivate(now)) {
      return true; // a job's own times come before those of the server
    }
    Instant ended = now.minus(retention.usual());
    int most =
        IntStream.of(
                store.<Integer>write(tx -> store.queue().forget(tx, ended, batch)),
                store.<Integer>write(tx -> idempotency.forget(tx, now.minus(REQUESTS_KEPT), batch)),
                store.<Integer>write(tx -> outbox.giveUp(tx, now, batch)),
                store.<Integer>write(tx -> outbox.forget(tx, ended, batch)),
                store.<Integer>write(
                    tx -> sessions.forget(tx, tx.now().minus(SESSIONS_KEPT), batch)),
                artifacts.sweep(now, batch),
                store.<Integer>write(tx -> sums.rollUp(tx, UsageDays.day(now), batch)))
            .max()
            .orElseThrow();
    boolean more = most >= batch;
    if (!more) {
      privacy.purge().run();
    }
    return more;
  }

  /** A row that cannot be read keeps nothing else from going in its time. */
  private boolean morePrivate(Instant now) {
    try {
      boolean moreOfRetention = privacy.retention().step(now);
      boolean moreToErase = privacy.erase().resume();
      return moreOfRetention || moreToErase;
    } catch (DatabaseUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("what tenants keep no longer could not be erased", e);
      return false;
    }
  }

  /** Looks for files that no row names, a directory at a time. */
  void patrol(Instant now) {
    artifacts.patrol(now);
  }
}
