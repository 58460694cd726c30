package dev.atelier.server.operations;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.http.server.AccessRecord;
import dev.atelier.image.AccountId;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.moderation.Verdict;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.dispatch.DispatchObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Counts for Prometheus; no label holds anything a caller chose freely. */
public final class Metrics implements GatewayObserver, DispatchObserver, AutoCloseable {
  private static final double MICROS_PER_USD = 1_000_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** A value read whenever somebody asks. */
  public void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).strongReference(true).register(registry);
  }

  /** Everything in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** Counts one answered request. */
  public void answered(AccessRecord request) {
    Timer.builder("atelier.http.requests")
        .tag("route", request.route().isEmpty() ? "none" : request.route())
        .tag("method", request.method())
        .tag("status", Integer.toString(request.status()))
        .register(registry)
        .record(request.duration());
  }

  @Override
  public void attempted(Method method, DeliveryState state, Duration took) {
    Timer.builder("atelier.webhooks.tries")
        .tag("kind", method == Method.PUT ? "upload" : "message")
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }

  @Override
  public void submitted(Job job, Submitted.How how) {
    registry
        .counter(
            "atelier.jobs.submitted",
            "dialect",
            job.dialect(),
            "how",
            how.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  @Override
  public void attemptEnded(String provider, String outcome, Duration took) {
    Timer.builder("atelier.attempts")
        .tag("provider", provider)
        .tag("outcome", outcome)
        .register(registry)
        .record(took);
  }

  @Override
  public void jobEnded(Job job, JobState state) {
    registry
        .counter(
            "atelier.jobs.ended",
            "dialect",
            job.dialect(),
            "state",
            state.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  @Override
  public void spent(AccountId account, UpstreamCost cost) {
    registry
        .counter(
            "atelier.upstream.cost.usd",
            "account",
            account.value(),
            "certainty",
            cost.ambiguous() ? "ambiguous" : "known")
        .increment(cost.micros() / MICROS_PER_USD);
  }

  @Override
  public void differed(AccountId account, Difference.Kind kind) {
    registry
        .counter("atelier.deliveries.differing", "account", account.value(), "kind", kind.word())
        .increment();
  }

  @Override
  public void judged(Blocked.Stage stage, Verdict verdict) {
    registry
        .counter(
            "atelier.moderation.judged",
            "stage",
            stage.name().toLowerCase(Locale.ROOT),
            "verdict",
            verdict.word())
        .increment();
  }

  @Override
  public void ambiguous(String provider) {
    registry.counter("atelier.attempts.ambiguous", "provider", provider).increment();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
