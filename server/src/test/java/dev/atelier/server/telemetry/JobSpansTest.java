package dev.atelier.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results.Statement;
import dev.atelier.queue.Job;
import dev.atelier.queue.Origin;
import dev.atelier.server.metrics.SampleJobs;
import dev.atelier.server.telemetry.OtlpReceiver.ReceivedSpan;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job's spans fit together, whichever process records them. */
class JobSpansTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String REQUEST = "00f067aa0ba902b7";
  private static final JobId JOB =
      new JobId(UUID.fromString("019b0000-0000-7000-8123-456789abcdef"));

  @Test
  void a_job_that_ends_after_a_restart_is_the_parent_of_what_was_tried_before() {
    try (var collector = OtlpReceiver.start()) {
      Job job = job(Optional.of("00-" + TRACE + "-" + REQUEST + "-01"));
      try (var before = Tracing.start(SpanExportQueueTest.settings(collector.uri()))) {
        before.jobs().attemptEnded(attempt(job, "upstream-model-2026-11"));
      }
      try (var after = Tracing.start(SpanExportQueueTest.settings(collector.uri()))) {
        after.jobs().jobEnded(job);
      }
      await().until(() -> collector.spans().size() == 2);
      ReceivedSpan attempt = collector.spans().getFirst();
      ReceivedSpan whole = collector.spans().getLast();

      assertThat(whole.id()).isEqualTo("8123456789abcdef");
      assertThat(whole.parent()).isEqualTo(REQUEST);
      assertThat(whole.nanos()).isEqualTo(Duration.ofMinutes(5).toNanos());
      assertThat(attempt.parent()).isEqualTo(whole.id());
      assertThat(attempt.trace()).isEqualTo(TRACE).isEqualTo(whole.trace());
      assertThat(attempt.name()).isEqualTo("generate_content upstream-model");
      assertThat(attempt.attributes())
          .containsEntry("gen_ai.response.model", "upstream-model-2026-11")
          .containsEntry("gen_ai.usage.input_tokens", "14")
          .containsEntry("gen_ai.usage.output_tokens", "272")
          .containsEntry("atelier.account", "first")
          .containsEntry("error.type", "not_sent.unreachable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a prompt of somebody", "", "two\nlines", "<script>"})
  void a_stated_model_that_is_no_name_is_left_out(String stated) {
    Job job = job(Optional.of("00-" + TRACE + "-" + REQUEST + "-01"));

    assertThat(attempt(job, stated).statedModel()).isEmpty();
  }

  @Test
  void a_job_that_came_in_untraced_has_no_span() {
    try (var collector = OtlpReceiver.start()) {
      try (var tracing = Tracing.start(SpanExportQueueTest.settings(collector.uri()))) {
        tracing.jobs().jobEnded(job(Optional.empty()));
        tracing.jobs().jobEnded(job(Optional.of("not a traceparent")));
        tracing.jobs().jobEnded(job(Optional.of("00-" + TRACE + "-" + REQUEST + "-00")));
      }
      assertThat(collector.spans()).isEmpty();
    }
  }

  private static EndedAttempt attempt(Job job, String stated) {
    var account =
        new Account(
            new AccountId("first"), "fake", Optional.empty(), Set.of(), 1, Optional.empty(), 1);
    return new EndedAttempt(
        job,
        new AttemptId(UUID.fromString("019b0000-0000-7000-9fff-000000000001")),
        account,
        "not_sent",
        Optional.of("unreachable"),
        SampleJobs.CREATED.plusSeconds(1),
        Duration.ofSeconds(2),
        new Statement(
            Optional.empty(), Optional.of(new Usage(14, 0, 272)), Map.of("model", stated)));
  }

  private static Job job(Optional<String> traceparent) {
    return SampleJobs.succeeded(
        JOB,
        Order.of("upstream-model", "a prompt"),
        new Origin(
            "openai", "{}", "http://localhost", Optional.empty(), Optional.empty(), traceparent),
        SampleJobs.CREATED.plus(Duration.ofMinutes(5)));
  }
}
