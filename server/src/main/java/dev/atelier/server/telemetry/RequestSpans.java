package dev.atelier.server.telemetry;

import dev.atelier.http.server.AccessRecord;
import dev.atelier.http.server.RequestSpan;
import dev.atelier.http.server.TraceParent;
import dev.atelier.server.metrics.RequestLabels;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.Optional;

/** A span for each request, with the template of its path and never the path or its query. */
public final class RequestSpans implements RequestSpan.Source {
  private static final String UNUSUAL = "_OTHER";
  private static final int OUR_FAULT = 500;

  private final SpanRecorder recorder;
  private final Sampler sampler;
  private final IdGenerator ids = IdGenerator.random();

  RequestSpans(SpanRecorder recorder, Sampler sampler) {
    this.recorder = recorder;
    this.sampler = sampler;
  }

  @Override
  public Optional<RequestSpan> begin(Optional<TraceParent> caller) {
    String trace = caller.map(TraceParent::traceId).orElseGet(ids::generateTraceId);
    Context parent = caller.map(SpanRecorder::context).orElse(Context.root());
    boolean sampled =
        sampler
            .shouldSample(parent, trace, "request", SpanKind.SERVER, Attributes.empty(), List.of())
            .getDecision()
            .equals(SamplingDecision.RECORD_AND_SAMPLE);
    return Optional.of(
        new RequestSpan(new TraceParent(trace, ids.generateSpanId(), sampled), caller));
  }

  /** Records one answered request. */
  public void answered(AccessRecord request) {
    request.span().ifPresent(span -> recorder.record(finished(request, span)));
  }

  private static FinishedSpan finished(AccessRecord request, RequestSpan span) {
    Optional<String> method = RequestLabels.method(request);
    String verb = method.orElse("HTTP");
    boolean failed = request.status() >= OUR_FAULT;
    var attributes =
        Attributes.builder()
            .put("http.request.method", method.orElse(UNUSUAL))
            .put("http.response.status_code", request.status())
            .put("http.request.body.size", request.bytesIn())
            .put("http.response.body.size", request.bytesOut())
            .put("url.scheme", "http")
            .put("atelier.request.id", request.requestId());
    if (!request.route().isEmpty()) {
      attributes.put("http.route", request.route());
    }
    note(request, "job").ifPresent(job -> attributes.put("atelier.job.id", job));
    note(request, "dialect").ifPresent(dialect -> attributes.put("atelier.dialect", dialect));
    if (failed) {
      attributes.put("error.type", Integer.toString(request.status()));
    }
    return new FinishedSpan(
        span.own(),
        span.caller(),
        request.route().isEmpty() ? verb : verb + " " + request.route(),
        SpanKind.SERVER,
        request.received(),
        request.received().plus(request.duration()),
        attributes.build(),
        failed);
  }

  private static Optional<String> note(AccessRecord request, String name) {
    return Optional.ofNullable(request.notes().get(name)).map(Object::toString);
  }
}
