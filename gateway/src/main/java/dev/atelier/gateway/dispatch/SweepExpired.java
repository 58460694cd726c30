package dev.atelier.gateway.dispatch;

import dev.atelier.gateway.job.JobStore;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.queue.idempotency.Idempotency;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.webhook.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/** Forgets what has been kept long enough: jobs, requests, deliveries, artifacts. */
public final class SweepExpired {
  private static final Duration REQUESTS_KEPT = Duration.ofHours(24);

  private final JobStore store;
  private final Idempotency idempotency;
  private final Outbox outbox;
  private final ArtifactStore artifacts;
  private final RetentionPolicy retention;

  public SweepExpired(
      JobStore store,
      Idempotency idempotency,
      Outbox outbox,
      ArtifactStore artifacts,
      RetentionPolicy retention) {
    this.store = store;
    this.idempotency = idempotency;
    this.outbox = outbox;
    this.artifacts = artifacts;
    this.retention = retention;
  }

  /** One step of at most {@code batch} of each kind; whether there may be more. */
  boolean step(Instant now, int batch) {
    Instant ended = now.minus(retention.usual());
    int most =
        IntStream.of(
                store.<Integer>write(tx -> store.queue().forget(tx, ended, batch)),
                store.<Integer>write(tx -> idempotency.forget(tx, now.minus(REQUESTS_KEPT), batch)),
                store.<Integer>write(tx -> outbox.giveUp(tx, now, batch)),
                store.<Integer>write(tx -> outbox.forget(tx, ended, batch)),
                artifacts.sweep(now, batch))
            .max()
            .orElseThrow();
    return most >= batch;
  }

  /** Looks for files that no row names, a directory at a time. */
  void patrol(Instant now) {
    artifacts.patrol(now);
  }
}
