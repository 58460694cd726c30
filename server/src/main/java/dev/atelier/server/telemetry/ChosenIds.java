package dev.atelier.server.telemetry;

import dev.atelier.http.server.TraceParent;
import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives a span the ids that were chosen for it before. */
final class ChosenIds implements IdGenerator {
  static final ScopedValue<TraceParent> OWN = ScopedValue.newInstance();

  @Override
  public String generateSpanId() {
    return OWN.get().spanId();
  }

  @Override
  public String generateTraceId() {
    return OWN.get().traceId();
  }
}
