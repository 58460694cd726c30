/**
 * Spans for OpenTelemetry, sent by OTLP over HTTP; docs/traces.md has what is in them. The only
 * place that knows OpenTelemetry.
 *
 * <p>Start at {@link Tracing}. A span is made when its end is known, from ids that were fixed when
 * it began: nothing is kept open, so that a job's spans come out right over a restart.
 */
@NullMarked
package dev.atelier.server.telemetry;

import org.jspecify.annotations.NullMarked;
