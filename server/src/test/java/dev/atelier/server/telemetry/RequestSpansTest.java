package dev.atelier.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.server.RequestSpan;
import dev.atelier.http.server.TraceParent;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are recorded, and in whose trace. */
class RequestSpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @ParameterizedTest
  @CsvSource({
    "ALWAYS_ON, 1, false, true",
    "ALWAYS_OFF, 1, true, false",
    "TRACEIDRATIO, 0, true, false",
    "TRACEIDRATIO, 1, false, true",
    "PARENTBASED_ALWAYS_ON, 1, false, false",
    "PARENTBASED_ALWAYS_ON, 1, true, true",
    "PARENTBASED_ALWAYS_OFF, 1, true, true",
    "PARENTBASED_TRACEIDRATIO, 0, true, true",
    "PARENTBASED_TRACEIDRATIO, 1, false, false"
  })
  void a_sampler_decides_or_leaves_it_to_the_caller(
      SamplerChoice.Kind kind, double ratio, boolean callers, boolean ours) {
    var caller = new TraceParent(TRACE, CALLER, callers);
    RequestSpan span = begin(new SamplerChoice(kind, ratio), Optional.of(caller));

    assertThat(span.own().sampled()).isEqualTo(ours);
    assertThat(span.own().traceId()).isEqualTo(TRACE);
    assertThat(span.own().spanId()).isNotEqualTo(CALLER);
    assertThat(span.caller()).contains(caller);
  }

  @Test
  void a_request_without_a_caller_begins_a_trace_of_its_own() {
    RequestSpan one = begin(SamplerChoice.DEFAULT, Optional.empty());
    RequestSpan other = begin(SamplerChoice.DEFAULT, Optional.empty());

    assertThat(one.own().sampled()).isTrue();
    assertThat(one.own().traceId()).isNotEqualTo(other.own().traceId());
    assertThat(TraceParent.parse(one.own().toString())).contains(one.own());
  }

  private static RequestSpan begin(SamplerChoice sampler, Optional<TraceParent> caller) {
    var settings =
        new TracingSettings(URI.create("http://127.0.0.1:9"), Map.of(), "test", sampler, false);
    try (var tracing = Tracing.start(settings)) {
      return tracing.requests().begin(caller).orElseThrow();
    }
  }
}
