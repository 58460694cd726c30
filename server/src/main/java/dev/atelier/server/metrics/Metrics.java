package dev.atelier.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The registry of everything that is measured, and how it is shown to Prometheus. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** As many as the registry has: it takes long to tell which one is meant. */
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** A value read whenever somebody asks; it must not block. */
  public void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).strongReference(true).register(registry);
  }

  /** Everything in Prometheus' text format. */
  public String scrape() {
    beforeScrape.forEach(Runnable::run);
    return registry.scrape();
  }

  /** Has {@code action} run before each scrape: bounded in time, not throwing. */
  void beforeScrape(Runnable action) {
    beforeScrape.add(action);
  }

  MeterRegistry registry() {
    return registry;
  }

  /**
   * Measures one thing that took time.
   *
   * @param buckets the upper bounds of its histogram
   * @param labels names and values in turn
   */
  void record(String name, String help, Buckets buckets, Duration took, String... labels) {
    timers
        .computeIfAbsent(new Series(name, List.of(labels)), _ -> timer(name, help, buckets, labels))
        .record(took.isNegative() ? Duration.ZERO : took);
  }

  private Timer timer(String name, String help, Buckets buckets, String... labels) {
    return Timer.builder(name)
        .description(help)
        .tags(labels)
        .serviceLevelObjectives(buckets.bounds())
        .register(registry);
  }

  /** Counts so much of something. */
  void count(String name, String help, double much, String... labels) {
    Counter.builder(name).description(help).tags(labels).register(registry).increment(much);
  }

  private record Series(String name, List<String> labels) {}

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
