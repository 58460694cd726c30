package dev.atelier.server.telemetry;

import dev.atelier.gateway.attempt.AroundCall;
import dev.atelier.http.upstream.UpstreamTrace;
import dev.atelier.image.AttemptId;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.queue.Job;

/** Tells upstreams in which span they are called. */
public final class UpstreamSpans implements AroundCall {
  @Override
  public AttemptOutcome make(Job job, AttemptId attempt, Making call) throws InterruptedException {
    var own =
        JobIds.request(job.origin().traceparent()).map(request -> JobIds.attempt(request, attempt));
    return own.isPresent() ? UpstreamTrace.in(own.get().toString(), call::make) : call.make();
  }
}
