package dev.atelier.server.telemetry;

import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.http.server.TraceParent;
import dev.atelier.image.Usage;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A span for each job, a child of its request, and one for each attempt, a child of its job. Holds
 * no prompt, no picture and no word of an upstream.
 */
final class JobSpans implements GatewayObserver {
  private static final String OPERATION = "generate_content";
  private static final String SUCCEEDED = "succeeded";

  private final SpanRecorder recorder;

  JobSpans(SpanRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void jobEnded(Job job) {
    request(job).ifPresent(request -> recorder.record(finished(request, job)));
  }

  @Override
  public void attemptEnded(EndedAttempt attempt) {
    request(attempt.job()).ifPresent(request -> recorder.record(finished(request, attempt)));
  }

  private static Optional<TraceParent> request(Job job) {
    return JobIds.request(job.origin().traceparent());
  }

  private static FinishedSpan finished(TraceParent request, Job job) {
    var order = job.request().order();
    var attributes =
        Attributes.builder()
            .put("atelier.job.id", job.id().toString())
            .put("atelier.job.state", word(job.state()))
            .put("atelier.dialect", job.dialect())
            .put("atelier.operation", word(job.request().operation()))
            .put("atelier.images", order.count())
            .put("atelier.size", order.output().size().toString())
            .put("atelier.quality", order.output().quality().word())
            .put("gen_ai.request.model", order.model())
            .put("gen_ai.output.type", "image");
    job.origin().requestId().ifPresent(id -> attributes.put("atelier.request.id", id));
    job.started()
        .ifPresent(start ->
            attributes.put(
                "atelier.job.wait_ms", Duration.between(job.created(), start).toMillis()));
    job.fault().ifPresent(fault -> attributes.put("error.type", fault.getClass().getSimpleName()));
    return new FinishedSpan(
        JobIds.job(request, job.id()),
        Optional.of(request),
        "job " + order.model(),
        SpanKind.INTERNAL,
        job.created(),
        job.ended().orElse(job.created()),
        attributes.build(),
        job.state() == JobState.FAILED);
  }

  private static FinishedSpan finished(TraceParent request, EndedAttempt attempt) {
    Job job = attempt.job();
    boolean failed = !attempt.outcome().equals(SUCCEEDED);
    var attributes =
        Attributes.builder()
            .put("gen_ai.operation.name", OPERATION)
            .put("gen_ai.provider.name", attempt.account().provider())
            .put("gen_ai.request.model", attempt.upstreamModel())
            .put("gen_ai.output.type", "image")
            .put("atelier.job.id", job.id().toString())
            .put("atelier.attempt.id", attempt.id().value().toString())
            .put("atelier.attempt.outcome", attempt.outcome())
            .put("atelier.account", attempt.account().id().value());
    attempt
        .usage()
        .filter(usage -> !usage.equals(Usage.NONE))
        .ifPresent(usage -> {
          attributes.put("gen_ai.usage.input_tokens", usage.input());
          attributes.put("gen_ai.usage.output_tokens", usage.imageOut());
        });
    attempt.statedModel().ifPresent(model -> attributes.put("gen_ai.response.model", model));
    if (failed) {
      attributes.put(
          "error.type",
          attempt.cause().map(cause -> attempt.outcome() + "." + cause).orElse(attempt.outcome()));
    }
    return new FinishedSpan(
        JobIds.attempt(request, attempt.id()),
        Optional.of(JobIds.job(request, job.id())),
        OPERATION + " " + attempt.upstreamModel(),
        SpanKind.CLIENT,
        attempt.begun(),
        attempt.begun().plus(attempt.took()),
        attributes.build(),
        failed);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
