package dev.atelier.server.wiring;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.ObserverPair;
import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.RequestSpan;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.metrics.AccountGauges;
import dev.atelier.server.metrics.DiskGauges;
import dev.atelier.server.metrics.HttpMetrics;
import dev.atelier.server.metrics.JobMetrics;
import dev.atelier.server.metrics.Metrics;
import dev.atelier.server.metrics.SpanMetrics;
import dev.atelier.server.metrics.StateGauges;
import dev.atelier.server.metrics.StoredState;
import dev.atelier.server.metrics.WebhookMetrics;
import dev.atelier.server.telemetry.Tracing;
import dev.atelier.webhook.dispatch.DispatchObserver;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is counted, measured and traced, and who is told for it. Nothing is traced, and nothing of
 * OpenTelemetry is loaded, where no collector is named.
 */
public final class TelemetryModule implements AutoCloseable {
  private final Metrics metrics = new Metrics();
  private final HttpMetrics http = new HttpMetrics(metrics);
  private final JobMetrics jobs = new JobMetrics(metrics);
  private final Optional<Tracing> tracing;

  private TelemetryModule(Optional<Tracing> tracing) {
    this.tracing = tracing;
    tracing.ifPresent(spans -> {
      var _ =
          new SpanMetrics(metrics)
              .with("exported", () -> spans.counts().exported())
              .with("dropped", () -> spans.counts().dropped())
              .with("failed", () -> spans.counts().failed());
    });
  }

  public static TelemetryModule of(ServerConfig config) {
    return new TelemetryModule(config.tracing().map(Tracing::start));
  }

  public Metrics metrics() {
    return metrics;
  }

  /** Has the parts looked at whenever somebody asks. */
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
    var _ = new AccountGauges(metrics, gateway.accounts().pool(), jobs::account, clock);
    var _ = new DiskGauges(metrics, DatabaseModule.file(config));
    metrics.gauge(
        "atelier.database.pending.writes",
        "transactions that wait for the writer",
        rows::pendingWrites);
  }

  /** Where requests get their places in traces from. */
  public RequestSpan.Source requests() {
    return tracing.<RequestSpan.Source>map(Tracing::requests).orElse(RequestSpan.Source.NONE);
  }

  /** Told of every answered request. */
  public void answered(AccessRecord request) {
    http.answered(request);
    tracing.ifPresent(spans -> spans.requests().answered(request));
  }

  /** Told of jobs. */
  public GatewayObserver jobs() {
    return tracing.<GatewayObserver>map(spans -> new ObserverPair(jobs, spans.jobs())).orElse(jobs);
  }

  /** Told of webhooks and uploads. */
  public DispatchObserver deliveries(StorageModule storage) {
    var counted = new WebhookMetrics(metrics);
    if (tracing.isEmpty()) {
      return counted;
    }
    DispatchObserver spans = tracing.get().deliveries(storage::traceparent);
    return (delivery, state, made) -> {
      counted.attempted(delivery, state, made);
      spans.attempted(delivery, state, made);
    };
  }

  @Override
  public void close() {
    tracing.ifPresent(Tracing::close);
    metrics.close();
  }
}
