package dev.atelier.server.wiring;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.metrics.AccountGauges;
import dev.atelier.server.metrics.DiskGauges;
import dev.atelier.server.metrics.HttpMetrics;
import dev.atelier.server.metrics.JobMetrics;
import dev.atelier.server.metrics.Metrics;
import dev.atelier.server.metrics.StateGauges;
import dev.atelier.server.metrics.StoredState;
import dev.atelier.server.metrics.WebhookMetrics;
import java.time.InstantSource;

/** What is counted and measured: the registry, and whoever writes into it. */
public record MetricsModule(
    Metrics metrics, HttpMetrics http, JobMetrics jobs, WebhookMetrics webhooks)
    implements AutoCloseable {

  public static MetricsModule create() {
    var metrics = new Metrics();
    return new MetricsModule(
        metrics, new HttpMetrics(metrics), new JobMetrics(metrics), new WebhookMetrics(metrics));
  }

  /** Has the gateway's parts looked at whenever somebody asks. */
  public void watch(
      ServerConfig config, StorageModule storage, GatewayModule gateway, InstantSource clock) {
    DatabaseModule rows = storage.rows();
    var _ =
        new StateGauges(
            metrics,
            () ->
                rows.database()
                    .read(tx ->
                        StoredState.of(
                            tx, rows.queue(), rows.ledger(), rows.outbox(), storage.artifacts())),
            System::nanoTime);
    var _ = new AccountGauges(metrics, gateway.accounts().pool(), clock);
    var _ = new DiskGauges(metrics, DatabaseModule.file(config));
    metrics.gauge(
        "atelier.database.pending.writes",
        "transactions that wait for the writer",
        rows::pendingWrites);
  }

  /** Who is told what happens to jobs. */
  public GatewayObserver observer() {
    return jobs;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
