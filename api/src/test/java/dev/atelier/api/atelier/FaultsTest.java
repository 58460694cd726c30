package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.RetryAfter;
import dev.atelier.image.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault as this API says it. */
class FaultsTest {
  private static final Duration WAIT = Duration.ofMillis(11_200);

  static Stream<Row> rows() {
    return Stream.of(
        row(new Fault.InvalidField("n", new Fault.Problem.Missing()), 422, "invalid-field").of("n"),
        row(new Fault.MalformedBody("it ends too early"), 400, "malformed-body"),
        row(new Fault.UnsupportedMediaType("a/b", "image/*"), 415, "unsupported-media-type"),
        row(new Fault.BodyTooLarge(10), 413, "body-too-large"),
        row(new Fault.UnknownModel("x"), 422, "invalid-field").of("model"),
        row(new Fault.UnusableImage(3, "images[2]", "is animated"), 422, "unusable-image")
            .of("images[2]"),
        row(new Fault.UnusableMask("mask", "has no alpha channel"), 422, "unusable-image")
            .of("mask"),
        row(new Fault.DownloadFailed("images[0]", "HTTP 404"), 422, "download-failed")
            .of("images[0]"),
        row(new Fault.NotFound("job", "x"), 404, "not-found"),
        row(new Fault.MethodNotAllowed("GET"), 405, "method-not-allowed"),
        row(new Fault.Retired("Gone."), 410, "retired"),
        row(new Fault.MissingKey(), 401, "missing-key"),
        row(new Fault.UnknownKey("atl_…"), 401, "unknown-key"),
        row(new Fault.Forbidden("the generate scope"), 403, "forbidden"),
        row(new Fault.NoAccount("gpt-image-2", Optional.empty()), 422, "no-account").of("model"),
        row(new Fault.RateLimited("requests", 5, 5, 1, WAIT), 429, "rate-limited").after(),
        row(new Fault.QueueFull(WAIT), 429, "queue-full").after(),
        row(new Fault.OutOfBudget(), 402, "out-of-budget"),
        row(new Fault.IdempotencyKeyReused(), 409, "idempotency-key-reused"),
        row(new Fault.Blocked(Fault.Stage.OUTPUT, List.of("violence")), 422, "content-blocked"),
        row(new Fault.UpstreamRefused("no"), 422, "provider-refused"),
        row(new Fault.Cancelled(), 409, "cancelled"),
        row(new Fault.StartDeadlinePassed(), 503, "not-started"),
        row(new Fault.UpstreamThrottled(WAIT), 429, "provider-throttled").after(),
        row(new Fault.UpstreamFailed("503"), 502, "provider-failed"),
        row(new Fault.OutcomeUnknown("cut"), 502, "outcome-unknown"),
        row(new Fault.UpstreamWaste("is truncated"), 502, "nothing-usable"),
        row(new Fault.Unavailable("the disk is full", WAIT), 503, "unavailable").after(),
        row(new Fault.Internal(), 500, "internal"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_fault_has_its_status_type_and_field(Row row) {
    ProblemBody problem = RenderFault.render(row.fault());

    assertThat(problem.status()).isEqualTo(row.status());
    assertThat(problem.code()).isEqualTo(row.code());
    assertThat(problem.field()).isEqualTo(row.field());
    assertThat(problem.retryAfter()).isEqualTo(row.retryAfter());
    assertThat(problem.detail()).matches("(?s)\\S.*\\.");
    Contract.assertValid("/components/schemas/Fault", problem.json().toString());
  }

  @Test
  void a_text_from_below_is_set_off_from_the_fields_name() {
    assertThat(detail(new Fault.Problem.BelowMinimum(1, 0)))
        .isEqualTo("n must be at least 1, got 0.");
    assertThat(detail(new Fault.Problem.Other("no such thing."))).isEqualTo("n: no such thing.");
  }

  private static String detail(Fault.Problem problem) {
    return RenderFault.render(new Fault.InvalidField("n", problem)).detail();
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Fault.class.getPermittedSubclasses()).map(Class::getName).toList());
  }

  @Test
  void a_wait_is_told_in_whole_seconds() {
    assertThat(RetryAfter.seconds(WAIT)).isEqualTo(12);
    assertThat(RetryAfter.seconds(Duration.ZERO)).isEqualTo(1);
  }

  private static Row row(Fault fault, int status, String code) {
    return new Row(fault, status, code, Optional.empty(), Optional.empty());
  }

  record Row(
      Fault fault, int status, String code, Optional<String> field, Optional<Duration> retryAfter) {
    Row of(String name) {
      return new Row(fault, status, code, Optional.of(name), retryAfter);
    }

    Row after() {
      return new Row(fault, status, code, field, Optional.of(WAIT));
    }
  }
}
