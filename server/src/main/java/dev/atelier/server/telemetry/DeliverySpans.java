package dev.atelier.server.telemetry;

import dev.atelier.http.server.TraceParent;
import dev.atelier.image.JobId;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.dispatch.DispatchObserver;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A span for each try of a webhook or upload, a child of its job; never with a URL. */
final class DeliverySpans implements DispatchObserver {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySpans.class);

  private final SpanRecorder recorder;
  private final Function<JobId, Optional<String>> traceparent;
  private final IdGenerator ids = IdGenerator.random();

  /**
   * @param traceparent looks up the span of the request in which a job came in
   */
  DeliverySpans(SpanRecorder recorder, Function<JobId, Optional<String>> traceparent) {
    this.recorder = recorder;
    this.traceparent = traceparent;
  }

  @Override
  public void attempted(Delivery delivery, DeliveryState state, DeliveryAttempt made) {
    try {
      delivery
          .job()
          .ifPresent(job ->
              JobIds.request(traceparent.apply(job))
                  .ifPresent(
                      request -> recorder.record(finished(request, job, delivery, state, made))));
    } catch (RuntimeException e) {
      LOG.debug("a try of delivery {} has no span", delivery.id(), e);
    }
  }

  private FinishedSpan finished(
      TraceParent request,
      JobId job,
      Delivery delivery,
      DeliveryState state,
      DeliveryAttempt made) {
    boolean failed = made.problem().isPresent();
    var attributes =
        Attributes.builder()
            .put("http.request.method", delivery.method().name())
            .put("atelier.job.id", job.toString())
            .put("atelier.delivery.id", delivery.id().toString())
            .put("atelier.delivery.event", delivery.event().word())
            .put("atelier.delivery.attempt", made.number())
            .put("atelier.delivery.state", state.name().toLowerCase(Locale.ROOT));
    made.status().ifPresent(status -> attributes.put("http.response.status_code", status));
    if (failed) {
      attributes.put(
          "error.type",
          made.status().isPresent() ? Integer.toString(made.status().getAsInt()) : "no_answer");
    }
    return new FinishedSpan(
        request.span(ids.generateSpanId()),
        Optional.of(JobIds.job(request, job)),
        delivery.method() == Method.PUT ? "upload PUT" : "webhook POST",
        SpanKind.CLIENT,
        made.begun(),
        made.begun().plus(made.took()),
        attributes.build(),
        failed);
  }
}
