package dev.atelier.api.runware;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Every kind of fault in this API's words. */
class FaultsTest {
  private static final Duration WAIT = Duration.ofSeconds(7);

  static Stream<Row> rows() {
    return Stream.of(
        row(
            new RequestFault.InvalidField("ttl", new RequestFault.Problem.BelowMinimum(60, 1)),
            400,
            "invalidTtl"),
        row(
            new RequestFault.InvalidOrder(OrderField.FORMAT, new RequestFault.Problem.Missing()),
            400,
            "missingOutputFormat"),
        row(new RequestFault.MalformedBody("it ends too early"), 400, "invalidRequestBody"),
        row(
            new RequestFault.UnsupportedMediaType("text/plain", "application/json"),
            400,
            "invalidRequestBody"),
        row(new RequestFault.BodyTooLarge(10), 413, "invalidRequestBody"),
        row(new RequestFault.UnknownModel("x"), 400, "invalidModel"),
        row(
            new RequestFault.UnusableImage(3, "inputs.referenceImages[2]", "is animated"),
            400,
            "invalidReferenceImages"),
        row(
            new RequestFault.UnusableMask("maskImage", "has no alpha channel"),
            400,
            "invalidMaskImage"),
        row(new RequestFault.DownloadFailed("image", "HTTP 404"), 400, "invalidImage"),
        row(new RequestFault.NotFound("task", "x"), 404, "taskFailedOrNotFound"),
        row(new RequestFault.MethodNotAllowed("POST"), 405, "invalidRequestMethod"),
        row(new RequestFault.Retired("Gone."), 404, "invalidRequestPath"),
        row(new RequestFault.IdempotencyKeyReused(), 400, "conflictTaskUUID"),
        row(new AdmissionFault.MissingKey(), 401, "missingApiKey"),
        row(new AdmissionFault.UnknownKey("atl_…"), 401, "invalidApiKey"),
        row(new AdmissionFault.ModelNotAllowed("gpt-image-2"), 403, "insufficientPermissions"),
        row(new AdmissionFault.Forbidden("the generate scope"), 403, "insufficientPermissions"),
        row(new AdmissionFault.NoAccount("gpt-image-2", Optional.empty()), 400, "modelUnavailable"),
        row(new AdmissionFault.RateLimited("requests", 5, 5, 1, WAIT), 429, "rateLimitExceeded")
            .after(),
        row(new AdmissionFault.QueueFull(WAIT), 429, "rateLimitExceeded").after(),
        row(new AdmissionFault.NotPriced("gpt-image-2 at 8x8"), 400, "modelUnavailable"),
        row(new AdmissionFault.AboveMaxCost(250_000, 100_000), 400, "maxCostExceeded"),
        row(new AdmissionFault.QuoteRefused(new QuoteProblem.NoLongerFree()), 400, "quoteRefused"),
        row(new AdmissionFault.OutOfBudget(), 402, "insufficientCredits"),
        row(new AdmissionFault.Unavailable("the disk is full", WAIT), 503, "serviceUnavailable")
            .after(),
        row(new AdmissionFault.Internal(), 500, "internalServerError"),
        row(new Blocked(Blocked.Stage.INPUT, List.of("violence")), 400, "invalidProviderContent"),
        row(new JobFault.UpstreamRefused("no"), 400, "invalidProviderContent"),
        row(new JobFault.Cancelled(), 400, "taskCancelled"),
        row(new JobFault.StartDeadlinePassed(), 503, "serviceUnavailable"),
        row(new JobFault.UpstreamThrottled(WAIT), 429, "providerRateLimitExceeded").after(),
        row(new JobFault.UpstreamFailed("503"), 502, "providerError"),
        row(new JobFault.OutcomeUnknown("cut"), 502, "providerError"),
        row(new JobFault.UpstreamWaste("is truncated"), 502, "providerError"),
        row(new JobFault.StorageFailed("the disk was full"), 500, "internalServerError"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_fault_has_its_status_and_code(Row row) {
    TaskError error = RenderFault.render(row.fault());

    assertThat(error.status()).isEqualTo(row.status());
    assertThat(error.code()).isEqualTo(row.code());
    assertThat(error.message()).isNotEmpty().endsWith(".");
    assertThat(error.retryAfter()).isEqualTo(row.retryAfter());
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            faults(Fault.class).map(Class::getName).distinct().toList());
  }

  private static Row row(Fault fault, int status, String code) {
    return new Row(fault, status, code, Optional.empty());
  }

  /** One row of the published table, or our own choice where it has none. */
  record Row(Fault fault, int status, String code, Optional<Duration> retryAfter) {
    Row after() {
      return new Row(fault, status, code, Optional.of(WAIT));
    }
  }

  /** Every record of every family. */
  private static Stream<Class<?>> faults(Class<?> kind) {
    return kind.isRecord()
        ? Stream.of(kind)
        : Arrays.stream(kind.getPermittedSubclasses()).flatMap(FaultsTest::faults);
  }
}
