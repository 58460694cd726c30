package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.RetryAfter;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.OrderField;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.RequestFault;
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
        row(
                new RequestFault.InvalidField("n", new RequestFault.Problem.Missing()),
                422,
                "invalid-field")
            .of("n"),
        row(
                new RequestFault.InvalidOrder(
                    OrderField.FORMAT, new RequestFault.Problem.Missing()),
                422,
                "invalid-field")
            .of("format"),
        row(new RequestFault.MalformedBody("it ends too early"), 400, "malformed-body"),
        row(new RequestFault.UnsupportedMediaType("a/b", "image/*"), 415, "unsupported-media-type"),
        row(new RequestFault.BodyTooLarge(10), 413, "body-too-large"),
        row(new RequestFault.UnknownModel("x"), 422, "invalid-field").of("model"),
        row(new RequestFault.UnusableImage(3, "images[2]", "is animated"), 422, "unusable-image")
            .of("images[2]"),
        row(new RequestFault.UnusableMask("mask", "has no alpha channel"), 422, "unusable-image")
            .of("mask"),
        row(new RequestFault.DownloadFailed("images[0]", "HTTP 404"), 422, "download-failed")
            .of("images[0]"),
        row(new RequestFault.NotFound("job", "x"), 404, "not-found"),
        row(new RequestFault.MethodNotAllowed("GET"), 405, "method-not-allowed"),
        row(new RequestFault.Retired("Gone."), 410, "retired"),
        row(new AdmissionFault.MissingKey(), 401, "missing-key"),
        row(new AdmissionFault.UnknownKey("atl_…"), 401, "unknown-key"),
        row(new AdmissionFault.ModelNotAllowed("gpt-image-2"), 403, "model-not-allowed")
            .of("model"),
        row(new AdmissionFault.Forbidden("the generate scope"), 403, "forbidden"),
        row(new AdmissionFault.NoAccount("gpt-image-2", Optional.empty()), 422, "no-account")
            .of("model"),
        row(new AdmissionFault.RateLimited("requests", 5, 5, 1, WAIT), 429, "rate-limited").after(),
        row(new AdmissionFault.QueueFull(WAIT), 429, "queue-full").after(),
        row(new AdmissionFault.NotPriced("gpt-image-2 at 8x8"), 422, "not-priced"),
        row(new AdmissionFault.AboveMaxCost(250_000, 100_000), 422, "above-max-cost"),
        row(
            new AdmissionFault.QuoteRefused(new QuoteProblem.OtherOrder("n", "1", "2")),
            422,
            "quote-refused"),
        row(new AdmissionFault.OutOfBudget(), 402, "out-of-budget"),
        row(new RequestFault.IdempotencyKeyReused(), 409, "idempotency-key-reused"),
        row(new Blocked(Blocked.Stage.OUTPUT, List.of("violence")), 422, "content-blocked"),
        row(new JobFault.UpstreamRefused("no"), 422, "provider-refused"),
        row(new JobFault.Cancelled(), 409, "cancelled"),
        row(new JobFault.StartDeadlinePassed(), 503, "not-started"),
        row(new JobFault.UpstreamThrottled(WAIT), 429, "provider-throttled").after(),
        row(new JobFault.UpstreamFailed("503"), 502, "provider-failed"),
        row(new JobFault.OutcomeUnknown("cut"), 502, "outcome-unknown"),
        row(new JobFault.UpstreamWaste("is truncated"), 502, "nothing-usable"),
        row(new JobFault.StorageFailed("the disk was full"), 500, "not-stored"),
        row(new AdmissionFault.Unavailable("the disk is full", WAIT), 503, "unavailable").after(),
        row(new AdmissionFault.Internal(), 500, "internal"));
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
    assertThat(detail(new RequestFault.Problem.BelowMinimum(1, 0)))
        .isEqualTo("n must be at least 1, got 0.");
    assertThat(detail(new RequestFault.Problem.Other("no such thing.")))
        .isEqualTo("n: no such thing.");
  }

  private static String detail(RequestFault.Problem problem) {
    return RenderFault.render(new RequestFault.InvalidField("n", problem)).detail();
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            faults(Fault.class).map(Class::getName).distinct().toList());
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

  /** Every record of every family. */
  private static Stream<Class<?>> faults(Class<?> kind) {
    return kind.isRecord()
        ? Stream.of(kind)
        : Arrays.stream(kind.getPermittedSubclasses()).flatMap(FaultsTest::faults);
  }
}
