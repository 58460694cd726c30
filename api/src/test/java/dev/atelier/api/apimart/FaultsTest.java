package dev.atelier.api.apimart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.OrderField;
import dev.atelier.image.QuoteProblem;
import dev.atelier.image.RequestFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault as this API says it. */
class FaultsTest {
  private static final String INVALID = "invalid_request_error";
  private static final Duration WAIT = Duration.ofMillis(11_200);

  static Stream<Row> rows() {
    return Stream.of(
        row(new RequestFault.InvalidField("n", new RequestFault.Problem.Missing()), 400, INVALID),
        row(
            new RequestFault.InvalidOrder(OrderField.FORMAT, new RequestFault.Problem.Missing()),
            400,
            INVALID),
        row(new RequestFault.MalformedBody("it ends too early"), 400, INVALID),
        row(new RequestFault.UnsupportedMediaType("text/plain", "application/json"), 415, INVALID),
        row(new RequestFault.BodyTooLarge(10), 413, INVALID),
        row(new RequestFault.UnknownModel("x"), 404, INVALID),
        row(new RequestFault.UnusableImage(3, "image_urls[2]", "is animated"), 400, INVALID),
        row(new RequestFault.UnusableMask("mask_url", "has no alpha channel"), 400, INVALID),
        row(new RequestFault.DownloadFailed("image_urls[0]", "HTTP 404"), 400, INVALID),
        row(new RequestFault.NotFound("task", "x"), 404, INVALID),
        row(new RequestFault.MethodNotAllowed("GET"), 405, INVALID),
        row(new RequestFault.Retired("Gone."), 404, INVALID),
        row(new AdmissionFault.MissingKey(), 401, "authentication_error"),
        row(new AdmissionFault.UnknownKey("atl_…"), 401, "authentication_error"),
        row(new AdmissionFault.ModelNotAllowed("gpt-image-2"), 403, "permission_error"),
        row(new AdmissionFault.Forbidden("the generate scope"), 403, "permission_error"),
        row(new AdmissionFault.NoAccount("gpt-image-2", Optional.empty()), 403, "permission_error"),
        row(new AdmissionFault.RateLimited("requests", 5, 5, 1, WAIT), 429, "rate_limit_error")
            .after(),
        row(new AdmissionFault.QueueFull(WAIT), 429, "rate_limit_error").after(),
        row(new AdmissionFault.NotPriced("gpt-image-2 at 8x8"), 403, "permission_error"),
        row(new AdmissionFault.AboveMaxCost(250_000, 100_000), 400, INVALID),
        row(new AdmissionFault.QuoteRefused(new QuoteProblem.NoLongerFree()), 400, INVALID),
        row(new AdmissionFault.OutOfBudget(), 402, "payment_required"),
        row(new RequestFault.IdempotencyKeyReused(), 409, INVALID).word("idempotency_key_reused"),
        row(new Blocked(Blocked.Stage.INPUT, List.of("violence")), 400, INVALID)
            .word("content_policy_violation"),
        row(new JobFault.UpstreamRefused("no"), 400, INVALID),
        row(new JobFault.Cancelled(), 400, INVALID),
        row(new JobFault.StartDeadlinePassed(), 503, "server_error"),
        row(new JobFault.UpstreamThrottled(WAIT), 429, "rate_limit_error"),
        row(new JobFault.UpstreamFailed("503"), 502, "bad_gateway"),
        row(new JobFault.OutcomeUnknown("cut"), 502, "bad_gateway"),
        row(new JobFault.UpstreamWaste("is truncated"), 502, "bad_gateway"),
        row(new JobFault.StorageFailed("the disk was full"), 500, "server_error"),
        row(new AdmissionFault.Unavailable("the disk is full", WAIT), 503, "server_error").after(),
        row(new AdmissionFault.Internal(), 500, "server_error"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_fault_has_its_status_type_and_code(Row row) {
    ErrorBody body = RenderFault.render(row.fault(), Language.EN);

    assertThat(body.status()).isEqualTo(row.status());
    assertThat(body.type()).isEqualTo(row.type());
    assertThat(body.retryAfter()).isEqualTo(row.retryAfter());
    assertThat(new String(body.json(), StandardCharsets.UTF_8))
        .startsWith(
            "{\"error\":{\"code\":"
                + row.word().map(word -> "\"" + word + "\"").orElse("" + row.status())
                + ",\"message\":\"");
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            faults(Fault.class).map(Class::getName).distinct().toList());
  }

  @ParameterizedTest
  @EnumSource
  void a_text_differs_in_every_language(TaskText text) {
    assertThat(Arrays.stream(Language.values()).map(text::in)).doesNotHaveDuplicates();
  }

  private static Row row(Fault fault, int status, String type) {
    return new Row(fault, status, type, Optional.empty(), Optional.empty());
  }

  /** One row of the published table, or our own choice where it has none. */
  record Row(
      Fault fault, int status, String type, Optional<String> word, Optional<Duration> retryAfter) {
    Row word(String other) {
      return new Row(fault, status, type, Optional.of(other), retryAfter);
    }

    Row after() {
      return new Row(fault, status, type, word, Optional.of(WAIT));
    }
  }

  /** Every record of every family. */
  private static Stream<Class<?>> faults(Class<?> kind) {
    return kind.isRecord()
        ? Stream.of(kind)
        : Arrays.stream(kind.getPermittedSubclasses()).flatMap(FaultsTest::faults);
  }
}
