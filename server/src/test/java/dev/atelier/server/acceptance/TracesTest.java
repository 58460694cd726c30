package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.FakeProvider.Answer;
import dev.atelier.server.telemetry.OtlpReceiver;
import dev.atelier.server.telemetry.OtlpReceiver.ReceivedSpan;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a collector is sent of requests and of the jobs that they make. */
@Timeout(120)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String PROMPT = "a zebra in a canary-yellow coat";
  private static final String QUERY = "canary-in-the-query";

  private OtlpReceiver collector;

  @BeforeEach
  void listen() {
    collector = OtlpReceiver.start();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void a_generation_is_one_trace_of_its_caller() {
    try (LiveServer server = traced(Map.of(), FakeProvider.paid())) {
      generate(server, "00-" + TRACE + "-" + CALLER + "-01");
      List<ReceivedSpan> spans = spans(3);
      ReceivedSpan request = only(spans, "POST /v1/images/generations");
      ReceivedSpan job = only(spans, "job gpt-image-2");
      ReceivedSpan attempt = only(spans, "generate_content gpt-image-2");

      assertThat(spans).allSatisfy(span -> assertThat(span.trace()).isEqualTo(TRACE));
      assertThat(request.parent()).isEqualTo(CALLER);
      assertThat(job.parent()).isEqualTo(request.id());
      assertThat(attempt.parent()).isEqualTo(job.id());
      assertThat(spans).noneMatch(ReceivedSpan::error);
      assertThat(request.kind()).isEqualTo("SERVER");
      assertThat(request.attributes())
          .containsEntry("http.request.method", "POST")
          .containsEntry("http.route", "/v1/images/generations")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("atelier.dialect", "openai")
          .containsEntry("atelier.job.id", job.attributes().get("atelier.job.id"));
      assertThat(job.attributes())
          .containsEntry("atelier.job.state", "succeeded")
          .containsEntry("atelier.operation", "generation")
          .containsEntry("gen_ai.output.type", "image");
      assertThat(attempt.kind()).isEqualTo("CLIENT");
      assertThat(attempt.attributes())
          .containsEntry("gen_ai.operation.name", "generate_content")
          .containsEntry("gen_ai.provider.name", "fake")
          .containsEntry("gen_ai.request.model", "gpt-image-2")
          .containsEntry("gen_ai.output.type", "image")
          .containsEntry("atelier.attempt.outcome", "succeeded");
      assertThat(collector.resources())
          .allSatisfy(one -> assertThat(one).containsEntry("service.name", "studio"));
      assertThat(collector.keys()).containsOnly("the collector's");
      assertNothingPrivate();
    }
  }

  @Test
  void a_refused_attempt_fails_and_says_nothing_of_what_was_asked_for() {
    var provider =
        FakeProvider.paid()
            .answers(
                Answer.of(
                    new AttemptOutcome.Refused("canary: " + PROMPT, Optional.empty(), List.of())));
    try (LiveServer server = traced(Map.of(), provider)) {
      assertThat(generate(server, "").statusCode()).isBetween(400, 599);
      List<ReceivedSpan> spans = spans(3);
      ReceivedSpan request = only(spans, "POST /v1/images/generations");
      ReceivedSpan job = only(spans, "job gpt-image-2");
      ReceivedSpan attempt = only(spans, "generate_content gpt-image-2");

      assertThat(request.parent()).isEmpty();
      assertThat(job.parent()).isEqualTo(request.id());
      assertThat(attempt.parent()).isEqualTo(job.id());
      assertThat(attempt.error()).isTrue();
      assertThat(attempt.attributes()).containsEntry("error.type", "refused");
      assertThat(job.error()).isTrue();
      assertThat(job.attributes())
          .containsEntry("atelier.job.state", "failed")
          .containsEntry("error.type", "UpstreamRefused");
      assertNothingPrivate();
    }
  }

  @Test
  void a_webhook_is_a_child_of_its_job() {
    try (LiveServer server = traced(Map.of(), FakeProvider.paid())) {
      HttpResponse<String> accepted =
          server.postJson(
              "/api/v1/jobs",
              JsonMapper.shared()
                  .writeValueAsString(
                      Map.of(
                          "model",
                          "gpt-image-2",
                          "prompt",
                          PROMPT,
                          "webhook",
                          Map.of("url", collector.uri() + "/hook/canary?token=canary"))));
      assertThat(accepted.statusCode()).as(accepted.body()).isBetween(200, 202);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !named("webhook POST").isEmpty() && !named("job gpt-image-2").isEmpty());
      ReceivedSpan tried = named("webhook POST").getFirst();

      assertThat(tried.parent()).isEqualTo(named("job gpt-image-2").getFirst().id());
      assertThat(tried.kind()).isEqualTo("CLIENT");
      assertThat(tried.attributes())
          .containsEntry("atelier.delivery.event", "job.succeeded")
          .containsEntry("http.response.status_code", "404")
          .containsEntry("error.type", "404");
      assertNothingPrivate();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void an_upstream_is_told_only_where_that_is_wanted(boolean propagate) {
    try (LiveServer upstream = traced(Map.of());
        LiveServer server =
            traced(
                Map.of(
                    "telemetry.propagate",
                    Boolean.toString(propagate),
                    "accounts",
                    """
                    [{"name": "loop", "provider": "openai", "base-url": "%s", "secret": "%s"}]
                    """
                        .formatted(upstream.uri("/v1"), LiveServer.ADMIN_KEY)))) {
      generate(server, "00-" + TRACE + "-" + CALLER + "-01");
      List<ReceivedSpan> spans = spans(6);
      List<String> attempts =
          spans.stream()
              .filter(span -> span.name().startsWith("generate_content"))
              .filter(span -> span.trace().equals(TRACE))
              .map(ReceivedSpan::id)
              .toList();

      boolean told =
          spans.stream()
              .filter(span -> span.kind().equals("SERVER"))
              .anyMatch(span -> attempts.contains(span.parent()));
      assertThat(told).isEqualTo(propagate);
    }
  }

  @Test
  void nothing_is_traced_without_a_collector() {
    try (LiveServer server = LiveServer.start(Map.of(), FakeProvider.paid())) {
      generate(server, "00-" + TRACE + "-" + CALLER + "-01");

      assertThat(server.jobs().getFirst().origin().traceparent()).isEmpty();
      assertThat(server.get("/metrics").body()).doesNotContain("atelier_telemetry_spans");
    }
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void a_collector_that_hangs_slows_neither_requests_nor_the_end() {
    try (var hanging = OtlpReceiver.hanging()) {
      long begun = System.nanoTime();
      try (LiveServer server =
          LiveServer.start(
              Map.of("telemetry.otlp-endpoint", hanging.uri().toString()), FakeProvider.paid())) {
        for (int i = 0; i < 20; i++) {
          assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        }
        assertThat(generate(server, "").statusCode()).isEqualTo(200);
        assertThat(server.get("/metrics").body())
            .contains("atelier_telemetry_spans_total{result=\"dropped\"}");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(45));
    }
  }

  private LiveServer traced(Map<String, String> settings, FakeProvider... providers) {
    var all = new HashMap<>(settings);
    all.put("telemetry.otlp-endpoint", collector.uri().toString());
    all.put("telemetry.otlp-headers", "x-key=the%20collector's");
    all.put("telemetry.service-name", "studio");
    all.put("allow-private-networks", "true");
    return LiveServer.start(all, providers);
  }

  private static HttpResponse<String> generate(LiveServer server, String traceparent) {
    var request =
        server
            .request("/v1/images/generations?debug=" + QUERY)
            .setHeader("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\":\"gpt-image-2\",\"quality\":\"low\",\"prompt\":\""
                        + PROMPT
                        + "\"}"));
    return server.send(
        traceparent.isEmpty() ? request : request.setHeader("traceparent", traceparent));
  }

  private List<ReceivedSpan> spans(int atLeast) {
    await().atMost(Duration.ofSeconds(30)).until(() -> collector.spans().size() >= atLeast);
    return collector.spans();
  }

  private List<ReceivedSpan> named(String name) {
    return collector.spans(span -> span.name().equals(name));
  }

  private static ReceivedSpan only(List<ReceivedSpan> spans, String name) {
    List<ReceivedSpan> named = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.getFirst();
  }

  private void assertNothingPrivate() {
    assertThat(collector.bytes())
        .isNotEmpty()
        .doesNotContainIgnoringCase("zebra")
        .doesNotContainIgnoringCase("canary")
        .doesNotContain(LiveServer.ADMIN_KEY);
  }
}
