package dev.atelier.api.openai;

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

/** Every fault as this API says it (OpenAI Images, errors and retry rules). */
class FaultsTest {
  private static final String INVALID = "invalid_request_error";
  private static final String USER_ERROR = "image_generation_user_error";
  private static final Duration WAIT = Duration.ofMillis(11_200);

  static Stream<Row> rows() {
    return Stream.of(
        row(new RequestFault.InvalidField("n", new RequestFault.Problem.Missing()), 400, INVALID)
            .code("missing_required_parameter")
            .param("n"),
        row(
                new RequestFault.InvalidOrder(
                    OrderField.FORMAT, new RequestFault.Problem.Missing()),
                400,
                INVALID)
            .code("missing_required_parameter")
            .param("output_format"),
        row(new RequestFault.MalformedBody("it ends too early"), 400, INVALID),
        row(new RequestFault.UnsupportedMediaType("text/plain", "application/json"), 400, INVALID),
        row(new RequestFault.BodyTooLarge(10), 413, INVALID).code("request_too_large"),
        row(new RequestFault.UnknownModel("x"), 404, INVALID)
            .code("model_not_found")
            .param("model"),
        row(new RequestFault.UnusableImage(3, "image[2]", "is animated"), 400, USER_ERROR)
            .code("invalid_image_file"),
        row(new RequestFault.UnusableMask("mask", "has no alpha channel"), 400, USER_ERROR)
            .code("invalid_image_file")
            .param("mask"),
        row(new RequestFault.DownloadFailed("images[0].image_url", "it answered 404"), 400, INVALID)
            .code("failed_to_download_image")
            .param("images[0].image_url"),
        row(new RequestFault.NotFound("File", "file-nope"), 404, INVALID).param("id"),
        row(new RequestFault.MethodNotAllowed("GET"), 405, INVALID).code("method_not_supported"),
        row(new RequestFault.Retired("Use another."), 404, INVALID).code("endpoint_retired"),
        row(new AdmissionFault.MissingKey(), 401, INVALID),
        row(new AdmissionFault.UnknownKey("atl_****wxyz"), 401, INVALID).code("invalid_api_key"),
        row(new AdmissionFault.ModelNotAllowed("gpt-image-2"), 403, INVALID)
            .code("model_not_found")
            .param("model"),
        row(new AdmissionFault.Forbidden("the generate scope"), 403, INVALID),
        row(new AdmissionFault.RateLimited("input-images", 5, 5, 1, WAIT), 429, "input-images")
            .code("rate_limit_exceeded")
            .retry(new ErrorBody.Retry.After(WAIT)),
        row(new AdmissionFault.QueueFull(WAIT), 429, "rate_limit_error")
            .code("slow_down")
            .retry(new ErrorBody.Retry.After(WAIT)),
        row(new AdmissionFault.NotPriced("gpt-image-2 at 8x8"), 403, INVALID),
        row(new AdmissionFault.QuoteRefused(new QuoteProblem.NoLongerFree()), 400, INVALID)
            .code("quote_refused"),
        row(new AdmissionFault.AboveMaxCost(250_000, 100_000), 400, INVALID)
            .code("max_cost_exceeded"),
        row(new AdmissionFault.OutOfBudget(), 429, "insufficient_quota")
            .code("insufficient_quota")
            .retry(new ErrorBody.Retry.Never()),
        row(new RequestFault.IdempotencyKeyReused(), 409, INVALID)
            .code("idempotency_key_reused")
            .retry(new ErrorBody.Retry.Never()),
        row(new Blocked(Blocked.Stage.INPUT, List.of("violence")), 400, USER_ERROR)
            .code("moderation_blocked")
            .retry(new ErrorBody.Retry.Never()),
        row(new JobFault.StartDeadlinePassed(), 503, "service_unavailable_error")
            .code("server_is_overloaded"),
        row(new JobFault.Cancelled(), 409, INVALID)
            .code("cancelled")
            .retry(new ErrorBody.Retry.Never()),
        row(new JobFault.UpstreamRefused("no"), 400, USER_ERROR).code("provider_refused"),
        row(new JobFault.UpstreamThrottled(WAIT), 429, "requests")
            .code("rate_limit_exceeded")
            .retry(new ErrorBody.Retry.After(WAIT)),
        row(new JobFault.UpstreamFailed("503"), 500, "server_error").code("server_error"),
        row(new JobFault.OutcomeUnknown("cut"), 500, "server_error")
            .code("server_error")
            .retry(new ErrorBody.Retry.Never()),
        row(new JobFault.UpstreamWaste("the picture is truncated"), 500, "server_error")
            .code("server_error")
            .retry(new ErrorBody.Retry.Never()),
        row(new JobFault.StorageFailed("the disk was full"), 500, "server_error")
            .code("server_error")
            .retry(new ErrorBody.Retry.Never()),
        row(new AdmissionFault.NoAccount("gpt-image-2", Optional.of("Add one.")), 403, INVALID),
        row(
                new AdmissionFault.Unavailable("the disk is full", WAIT),
                503,
                "service_unavailable_error")
            .code("server_is_overloaded")
            .retry(new ErrorBody.Retry.After(WAIT)),
        row(new AdmissionFault.Internal(), 500, "server_error").code("server_error"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_fault_has_its_status_type_code_and_retry_advice(Row row) {
    ErrorBody body = RenderFault.render(row.fault(), "req_1");

    assertThat(body.status()).isEqualTo(row.status());
    assertThat(body.type()).isEqualTo(row.type());
    assertThat(body.code()).isEqualTo(row.code());
    assertThat(body.param()).isEqualTo(row.param());
    assertThat(body.retry()).isEqualTo(row.retry());
    ImagesSchema.assertValid("ErrorResponse", new String(body.json(), StandardCharsets.UTF_8));
  }

  @Test
  void no_kind_of_fault_is_left_out_here() {
    assertThat(rows().map(row -> row.fault().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(
            faults(Fault.class).map(Class::getName).distinct().toList());
  }

  @Test
  void a_moderation_block_names_stage_categories_and_request() {
    var blocked = new Blocked(Blocked.Stage.OUTPUT, List.of("violence", "self-harm"));

    assertThat(text(RenderFault.render(blocked, "req_7")))
        .isEqualTo(
            """
            {"error":{"message":"Your request was rejected by the safety system. If you believe \
            this is an error, contact whoever runs this server and include the request ID req_7. \
            safety_violations=[violence, self-harm].","type":"image_generation_user_error",\
            "param":null,"code":"moderation_blocked","moderation_details":{"moderation_stage":\
            "output","categories":["violence","self-harm"]}}}\
            """);
  }

  @Test
  void a_rate_limit_counts_as_published() {
    assertThat(
            RenderFault.render(
                    new AdmissionFault.RateLimited("input-images", 5, 5, 1, WAIT), "req_1")
                .message())
        .isEqualTo(
            "Rate limit reached on input-images per min: Limit 5, Used 5, Requested 1. Please try"
                + " again in 12s.");
  }

  @Test
  void an_unusable_image_is_counted_from_one() {
    assertThat(
            RenderFault.render(
                    new RequestFault.UnusableImage(3, "image[2]", "is animated"), "req_1")
                .message())
        .isEqualTo(
            "Invalid image file or mode for image 3, please check your image file. The image is"
                + " animated.");
  }

  private static String text(ErrorBody body) {
    return new String(body.json(), StandardCharsets.UTF_8);
  }

  private static Row row(Fault fault, int status, String type) {
    return new Row(
        fault, status, type, Optional.empty(), Optional.empty(), new ErrorBody.Retry.Unsaid());
  }

  /** One row of the published table, or our own choice where it has none. */
  record Row(
      Fault fault,
      int status,
      String type,
      Optional<String> code,
      Optional<String> param,
      ErrorBody.Retry retry) {
    Row code(String other) {
      return new Row(fault, status, type, Optional.of(other), param, retry);
    }

    Row param(String other) {
      return new Row(fault, status, type, code, Optional.of(other), retry);
    }

    Row retry(ErrorBody.Retry other) {
      return new Row(fault, status, type, code, param, other);
    }
  }

  /** Every record of every family. */
  private static Stream<Class<?>> faults(Class<?> kind) {
    return kind.isRecord()
        ? Stream.of(kind)
        : Arrays.stream(kind.getPermittedSubclasses()).flatMap(FaultsTest::faults);
  }
}
