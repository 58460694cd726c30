package dev.atelier.server.telemetry;

import dev.atelier.http.server.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Hands spans that are over to OpenTelemetry, where their trace is recorded. */
final class SpanRecorder {
  private final Tracer tracer;

  SpanRecorder(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Never blocks. */
  void record(FinishedSpan span) {
    if (span.own().sampled()) {
      ScopedValue.where(ChosenIds.OWN, span.own()).run(() -> make(span));
    }
  }

  private void make(FinishedSpan span) {
    var builder =
        tracer
            .spanBuilder(span.name())
            .setSpanKind(span.kind())
            .setStartTimestamp(span.begun())
            .setAllAttributes(span.attributes())
            .setParent(span.parent().map(SpanRecorder::context).orElse(Context.root()));
    Span made = builder.startSpan();
    if (span.error()) {
      made.setStatus(StatusCode.ERROR);
    }
    made.end(span.ended().isBefore(span.begun()) ? span.begun() : span.ended());
  }

  static Context context(TraceParent parent) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    parent.traceId(),
                    parent.spanId(),
                    parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    TraceState.getDefault())));
  }
}
