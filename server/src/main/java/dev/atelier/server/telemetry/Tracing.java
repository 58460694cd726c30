package dev.atelier.server.telemetry;

import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.image.JobId;
import dev.atelier.webhook.dispatch.DispatchObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What records spans and sends them; there is none where no collector is named. */
public final class Tracing implements AutoCloseable {
  private static final String SCOPE = "dev.atelier";
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  /** It would write to standard error itself, a line for each export that fails. */
  private static final Logger SDK = Logger.getLogger("io.opentelemetry");

  private final SpanExportQueue queue;
  private final SdkTracerProvider provider;
  private final SpanRecorder recorder;
  private final RequestSpans requests;

  private Tracing(TracingSettings settings, SpanExportQueue.Bounds bounds) {
    SDK.setLevel(Level.OFF);
    queue = new SpanExportQueue(exporter(settings, bounds), bounds);
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(new ChosenIds())
            .setSampler(Sampler.alwaysOn()) // it was decided when the request came
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"), settings.serviceName()))))
            .addSpanProcessor(queue)
            .build();
    recorder = new SpanRecorder(provider.get(SCOPE));
    requests = new RequestSpans(recorder, sampler(settings.sampler()));
  }

  /** Sends spans from now on, until closed. */
  public static Tracing start(TracingSettings settings) {
    return start(settings, SpanExportQueue.Bounds.DEFAULT);
  }

  static Tracing start(TracingSettings settings, SpanExportQueue.Bounds bounds) {
    var tracing = new Tracing(settings, bounds);
    tracing.queue.start();
    return tracing;
  }

  public RequestSpans requests() {
    return requests;
  }

  /** Records jobs and attempts. */
  public GatewayObserver jobs() {
    return new JobSpans(recorder);
  }

  /**
   * Records webhooks and uploads.
   *
   * @param traceparent looks up the span of the request in which a job came in
   */
  public DispatchObserver deliveries(Function<JobId, Optional<String>> traceparent) {
    return new DeliverySpans(recorder, traceparent);
  }

  public SpanCounts counts() {
    return queue.counts();
  }

  /** Sends what is left, within a few seconds. */
  @Override
  public void close() {
    provider.close();
  }

  private static OtlpHttpSpanExporter exporter(
      TracingSettings settings, SpanExportQueue.Bounds bounds) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(settings.tracesUrl())
        .setHeaders(settings::headers)
        .setTimeout(bounds.export())
        .setConnectTimeout(CONNECT_MAX)
        .build();
  }

  private static Sampler sampler(SamplerChoice choice) {
    return switch (choice.kind()) {
      case ALWAYS_ON -> Sampler.alwaysOn();
      case ALWAYS_OFF -> Sampler.alwaysOff();
      case TRACEIDRATIO -> Sampler.traceIdRatioBased(choice.ratio());
      case PARENTBASED_ALWAYS_ON -> Sampler.parentBased(Sampler.alwaysOn());
      case PARENTBASED_ALWAYS_OFF -> Sampler.parentBased(Sampler.alwaysOff());
      case PARENTBASED_TRACEIDRATIO ->
          Sampler.parentBased(Sampler.traceIdRatioBased(choice.ratio()));
    };
  }
}
