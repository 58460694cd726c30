package dev.atelier.api.seaart;

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
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault as this API says it. */
class FaultsTest {
  private static final Duration WAIT = Duration.ofMillis(11_200);
  private static final String FAILED = "INFERENCE_FAILURE";
  private static final String INVALID = "REQUEST_INVALID";

  static Stream<Row> rows() {
    return Stream.of(
        row(
            new RequestFault.InvalidField("n", new RequestFault.Problem.Missing()),
            422,
            "{\"detail\":\"n: is required\"}",
            INVALID),
        row(
            new RequestFault.InvalidOrder(OrderField.FORMAT, new RequestFault.Problem.Missing()),
            422,
            "{\"detail\":\"output_format: is required\"}",
            INVALID),
        row(new RequestFault.MalformedBody("it ends too early"), 400, "it ends too early", INVALID),
        row(
            new RequestFault.UnsupportedMediaType("text/plain", "application/json"),
            415,
            "json",
            INVALID),
        row(new RequestFault.BodyTooLarge(10), 413, "10 bytes", INVALID),
        row(
            new RequestFault.UnknownModel("not_exists"),
            404,
            "{\"detail\":\"App not found: not_exists\"}",
            INVALID),
        row(
            new RequestFault.UnusableImage(3, "images[2]", "is animated"),
            422,
            "images[2]: the picture is animated",
            INVALID),
        row(
            new RequestFault.UnusableMask("mask", "has no alpha channel"),
            422,
            "mask: the mask has no alpha",
            INVALID),
        row(
            new RequestFault.DownloadFailed("images[0]", "HTTP 404"),
            422,
            "images[0]: the download failed",
            INVALID),
        row(
            new RequestFault.NotFound("request", "x"),
            404,
            "{\"detail\":\"Request not found\"}",
            FAILED),
        row(
            new RequestFault.MethodNotAllowed("GET"),
            405,
            "{\"detail\":\"Method Not Allowed\"}",
            FAILED),
        row(new RequestFault.Retired("Gone."), 404, "Gone.", FAILED),
        row(new AdmissionFault.MissingKey(), 401, "\"code\":\"UNAUTHORIZED\"", FAILED),
        row(new AdmissionFault.UnknownKey("atl_…"), 401, "\"code\":\"UNAUTHORIZED\"", FAILED),
        row(
            new AdmissionFault.ModelNotAllowed("gpt-image-2"),
            403,
            "Model not allowed for this user",
            FAILED),
        row(new AdmissionFault.Forbidden("the generate scope"), 403, "the generate scope", FAILED),
        row(
                new AdmissionFault.RateLimited("requests", 5, 5, 1, WAIT),
                429,
                "RATE_LIMIT_EXCEEDED",
                FAILED)
            .after(),
        row(new AdmissionFault.QueueFull(WAIT), 429, "RATE_LIMIT_EXCEEDED", FAILED).after(),
        row(new AdmissionFault.NotPriced("gpt-image-2 at 8x8"), 403, "No price covers", FAILED),
        row(new AdmissionFault.AboveMaxCost(250_000, 100_000), 422, "0.25 US dollars", FAILED),
        row(
            new AdmissionFault.QuoteRefused(new QuoteProblem.NoLongerFree()),
            422,
            "The quote",
            FAILED),
        row(new AdmissionFault.OutOfBudget(), 402, "\"error_code\":40201},\"data\":null", FAILED),
        row(new RequestFault.IdempotencyKeyReused(), 409, "Idempotency-Key", FAILED),
        row(
            new Blocked(Blocked.Stage.INPUT, List.of("violence")),
            422,
            "moderation: violence",
            INVALID),
        row(
            new JobFault.StartDeadlinePassed(),
            502,
            "Runtime execution failed",
            "INFERENCE_TIMEOUT"),
        row(new JobFault.Cancelled(), 409, "{\"detail\":\"Task was cancelled\"}", "CANCELLED"),
        row(new JobFault.UpstreamRefused("no"), 422, "refused the request: no", INVALID),
        row(new JobFault.UpstreamThrottled(WAIT), 502, "Runtime execution failed", FAILED),
        row(
            new JobFault.UpstreamFailed("503"),
            502,
            "{\"detail\":\"Runtime execution failed\"}",
            FAILED),
        row(new JobFault.OutcomeUnknown("cut"), 502, "Runtime execution failed", FAILED),
        row(new JobFault.UpstreamWaste("is truncated"), 502, "Runtime execution failed", FAILED),
        row(new JobFault.StorageFailed("the disk"), 502, "Runtime execution failed", FAILED),
        row(
            new AdmissionFault.NoAccount("gpt-image-2", Optional.empty()),
            403,
            "{\"detail\":\"Model not allowed for this user\"}",
            FAILED),
        row(
                new AdmissionFault.Unavailable("the disk is full", WAIT),
                503,
                "try again later",
                FAILED)
            .after(),
        row(new AdmissionFault.Internal(), 500, "Internal Server Error", FAILED));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_fault_has_its_status_and_shape(Row row) {
    ErrorBody body = RenderFault.render(row.fault());

    assertThat(body.status()).isEqualTo(row.status());
    assertThat(new String(body.json("req_1"), StandardCharsets.UTF_8)).contains(row.text());
    assertThat(body.retryAfter()).isEqualTo(row.retryAfter());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_task_that_ended_so_has_its_error_type(Row row) {
    assertThat(RenderFault.failure(row.fault()).type()).isEqualTo(row.errorType());
    assertThat(RenderFault.failure(row.fault()).error()).isNotEmpty();
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            faults(Fault.class).map(Class::getName).distinct().toList());
  }

  private static Row row(Fault fault, int status, String text, String errorType) {
    return new Row(fault, status, text, errorType, Optional.empty());
  }

  /** One row of the published table, or our own choice where it has none. */
  record Row(
      Fault fault, int status, String text, String errorType, Optional<Duration> retryAfter) {
    Row after() {
      return new Row(fault, status, text, errorType, Optional.of(WAIT));
    }
  }

  /** Every record of every family. */
  private static Stream<Class<?>> faults(Class<?> kind) {
    return kind.isRecord()
        ? Stream.of(kind)
        : Arrays.stream(kind.getPermittedSubclasses()).flatMap(FaultsTest::faults);
  }
}
