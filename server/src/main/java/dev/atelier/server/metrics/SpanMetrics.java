package dev.atelier.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import java.util.function.LongSupplier;

/** What became of the spans that were recorded. */
public final class SpanMetrics {
  private final Metrics metrics;

  public SpanMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Has so many counted whenever somebody asks.
   *
   * @param result such as {@code dropped}
   */
  public SpanMetrics with(String result, LongSupplier spans) {
    FunctionCounter.builder("atelier.telemetry.spans", spans, LongSupplier::getAsLong)
        .description("spans by what became of them")
        .tag("result", result)
        .register(metrics.registry());
    return this;
  }
}
