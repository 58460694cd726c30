package dev.atelier.server.telemetry;

import dev.atelier.http.server.TraceParent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is over.
 *
 * @param parent empty for the first span of a trace
 * @param error whether it failed
 */
record FinishedSpan(
    TraceParent own,
    Optional<TraceParent> parent,
    String name,
    SpanKind kind,
    Instant begun,
    Instant ended,
    Attributes attributes,
    boolean error) {}
