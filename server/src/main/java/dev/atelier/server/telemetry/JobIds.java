package dev.atelier.server.telemetry;

import dev.atelier.http.server.TraceParent;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The spans of a job and of its attempts: their ids follow from ours, in every process alike. */
final class JobIds {
  private JobIds() {}

  /**
   * @param traceparent the span of the request in which the job came in
   */
  static Optional<TraceParent> request(Optional<String> traceparent) {
    return traceparent.flatMap(TraceParent::parse);
  }

  static TraceParent job(TraceParent request, JobId job) {
    return request.span(spanId(job.value()));
  }

  static TraceParent attempt(TraceParent request, AttemptId attempt) {
    return request.span(spanId(attempt.value()));
  }

  /** The lower half of a UUIDv7: random, and never 0. */
  static String spanId(UUID id) {
    return HexFormat.of().toHexDigits(id.getLeastSignificantBits());
  }
}
