package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.images.ImageCreateVariationParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImageGenerateParams.Background;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImageGenerateParams.Quality;
import com.openai.models.images.ImageGenerateParams.ResponseFormat;
import dev.atelier.metering.key.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error as the SDK's typed exception. */
@ExtendWith(SharedServer.class)
class ErrorsTest {
  private static final String INVALID = "invalid_request_error";

  static Stream<Arguments> badFields() {
    return Stream.of(
        bad("n", "integer_below_min_value", small("a fox").n(0)),
        bad("n", "integer_above_max_value", small("a fox").n(11)),
        bad("n", "invalid_type", with("n", "two")),
        bad("n", "invalid_type", with("n", 1.5)),
        bad("quality", "invalid_value", small("a fox").quality(Quality.of("ultra"))),
        bad("quality", "invalid_value", small("a fox").quality(Quality.of("hd"))),
        bad("output_format", "invalid_value", small("a fox").outputFormat(OutputFormat.of("gif"))),
        bad("output_format", "invalid_type", with("output_format", 5)),
        bad("output_compression", "integer_above_max_value", small("a fox").outputCompression(101)),
        bad("output_compression", "integer_below_min_value", small("a fox").outputCompression(-1)),
        bad("output_compression", "invalid_value", small("a fox").outputCompression(50)),
        bad("background", "invalid_value", small("a fox").background(Background.of("blue"))),
        bad(
            "background",
            "invalid_value",
            small("a fox").background(Background.TRANSPARENT).outputFormat(OutputFormat.JPEG)),
        bad("moderation", "invalid_value", with("moderation", "high")),
        bad("partial_images", "invalid_value", small("a fox").partialImages(2)),
        bad("partial_images", "integer_above_max_value", small("a fox").partialImages(4)),
        bad("stream", "invalid_type", with("stream", "maybe")),
        bad("prompt", "string_above_max_length", small("x".repeat(32_001))),
        bad("prompt", "string_below_min_length", small("")),
        bad("prompt", "invalid_type", with("prompt", 7)),
        bad("response_format", "invalid_value", with("response_format", "file")),
        bad("style", "unknown_parameter", with("style", "vivid")),
        bad("frame_count", "unknown_parameter", small("a fox").frameCount(2)));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void a_bad_field_is_named(
      String param, String code, ImageGenerateParams.Builder params, LiveServer server) {
    try (var sdk = server.sdk()) {
      Refusal.of(BadRequestException.class, 400, INVALID, code)
          .param(param)
          .assertRaisedBy(() -> sdk.generate(params));
      assertThat(sdk.wire().last().job()).isEmpty();
    }
  }

  @Test
  void the_published_wordings_are_used(LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThat(message(sdk, small("a fox").n(11)))
          .isEqualTo(
              "Invalid 'n': integer above maximum value. Expected a value <= 10, but got 11"
                  + " instead.");
      assertThat(message(sdk, with("n", "two")))
          .isEqualTo("Invalid type for 'n': expected an integer, but got a string instead.");
      assertThat(message(sdk, small("a fox").quality(Quality.of("ultra"))))
          .isEqualTo(
              "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high', and 'auto'.");
      assertThat(message(sdk, with("style", "vivid"))).isEqualTo("Unknown parameter: 'style'.");
    }
  }

  @Test
  void the_longest_prompt_is_accepted(LiveServer server) {
    try (var sdk = server.sdk()) {
      var answer = sdk.generate(small("界".repeat(32_000)).outputFormat(OutputFormat.JPEG));

      assertThat(answer.data().orElseThrow()).hasSize(1);
    }
  }

  @Test
  void a_wrong_key(LiveServer server) {
    String key = "sk-acceptance-wrong-key-0123456789";
    try (var sdk = server.sdk(key)) {
      var refusal =
          Refusal.of(UnauthorizedException.class, 401, INVALID, "invalid_api_key")
              .assertRaisedBy(() -> sdk.generate(small("a fox")));

      assertThat(refusal.getMessage()).doesNotContain(key).contains("6789");
      assertThat(refusal.headers().values("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"OpenAI API\"");
    }
  }

  @Test
  void a_key_without_the_scope(LiveServer server) {
    try (var sdk = server.sdk(server.key(Set.of(Scope.READ), Optional.empty()))) {
      Refusal.uncoded(PermissionDeniedException.class, 403, INVALID)
          .assertRaisedBy(() -> sdk.generate(small("a fox")));
      assertThat(sdk.openai().models().list().items()).isNotEmpty();
    }
  }

  @Test
  void a_model_that_no_account_can_make() {
    try (var server = LiveServer.start(Map.of("sandbox.enabled", "false"));
        var sdk = server.sdk()) {
      Refusal.uncoded(PermissionDeniedException.class, 403, INVALID)
          .assertRaisedBy(() -> sdk.generate(small("a fox")));
    }
  }

  @Test
  void an_unknown_model(LiveServer server) {
    var refusal =
        Refusal.of(NotFoundException.class, 404, INVALID, "model_not_found").param("model");
    try (var sdk = server.sdk()) {
      refusal.assertRaisedBy(() -> sdk.generate(small("a fox").model("gpt-image-1")));
      refusal.assertRaisedBy(() -> sdk.openai().models().retrieve("fake_id"));
      assertThat(sdk.wire().last().json().path("error").path("message").stringValue())
          .isEqualTo("The model 'fake_id' does not exist");
    }
  }

  @Test
  @SuppressWarnings("deprecation") // what is retired is what is asked for
  void variations_are_retired(LiveServer server) {
    try (var sdk = server.sdk()) {
      Refusal.of(NotFoundException.class, 404, INVALID, "endpoint_retired")
          .assertRaisedBy(() ->
              sdk.images()
                  .createVariation(
                      ImageCreateVariationParams.builder().image(Pixels.photo(64, 64)).build()));
      assertThat(sdk.wire().last().json().path("error").path("message").stringValue())
          .isEqualTo(
              "The image variations endpoint has been retired. Use /v1/images/edits with a prompt"
                  + " instead.");
    }
  }

  @Test
  void a_body_that_is_too_large(LiveServer server) {
    try (var sdk = server.sdk()) {
      Refusal.of(UnexpectedStatusCodeException.class, 413, INVALID, "request_too_large")
          .assertRaisedBy(() -> sdk.generate(small("x".repeat(2 << 20))));
    }
  }

  @Test
  void more_pictures_in_a_minute_than_allowed() {
    try (var server = LiveServer.start(Map.of("limits.images-per-minute", "2"));
        var sdk = server.sdk()) {
      sdk.generate(small("a fox").n(2).outputFormat(OutputFormat.JPEG));

      Refusal.of(RateLimitException.class, 429, "input-images", "rate_limit_exceeded")
          .assertRaisedBy(() -> sdk.generate(small("another fox")));
      assertThat(sdk.wire().last().json().path("error").path("message").stringValue())
          .contains("on input-images per min: Limit 2, Used 2, Requested 1. Please try again in ");
      assertThat(Integer.parseInt(sdk.wire().last().retryAfter().orElseThrow())).isPositive();
    }
  }

  @Test
  void more_requests_in_a_minute_than_allowed() {
    try (var server = LiveServer.start(Map.of("limits.requests-per-minute", "1"));
        var sdk = server.sdk()) {
      sdk.generate(small("a fox").outputFormat(OutputFormat.JPEG));

      Refusal.of(RateLimitException.class, 429, "requests", "rate_limit_exceeded")
          .assertRaisedBy(() -> sdk.generate(small("another fox")));
    }
  }

  @Test
  void a_full_disk() {
    try (var server = LiveServer.start(Map.of("results.disk-free-min", "900000000GB"));
        var sdk = server.sdk()) {
      var refusal =
          Refusal.of(
                  InternalServerException.class,
                  503,
                  "service_unavailable_error",
                  "server_is_overloaded")
              .assertRaisedBy(() -> sdk.generate(small("a fox")));

      assertThat(refusal.headers().values("retry-after")).isNotEmpty();
      assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void a_prompt_against_the_operators_rules() {
    String rules = "[{\"category\":\"violence\",\"phrases\":[\"bloody battle\"]}]";
    try (var server = LiveServer.start(Map.of("moderation.rules", rules));
        var sdk = server.sdk()) {
      Refusal.of(
              BadRequestException.class, 400, "image_generation_user_error", "moderation_blocked")
          .assertRaisedBy(() -> sdk.generate(small("A bloody battle at sea")));
      assertThat(sdk.wire().last().json().path("error").path("moderation_details").toString())
          .isEqualTo("{\"moderation_stage\":\"input\",\"categories\":[\"violence\"]}");
      assertThat(server.jobs()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("deprecation") // the vendor's models have no links; ours do
  void a_strict_server_refuses_response_format_as_the_vendor_does() {
    for (String setting : List.of("openai.strict", "strict")) {
      refusesResponseFormat(setting);
    }
  }

  @SuppressWarnings("deprecation")
  private static void refusesResponseFormat(String setting) {
    try (var server = LiveServer.start(Map.of(setting, "true"));
        var sdk = server.sdk()) {
      Refusal.of(BadRequestException.class, 400, INVALID, "unknown_parameter")
          .param("response_format")
          .assertRaisedBy(() -> sdk.generate(small("a fox").responseFormat(ResponseFormat.URL)));
    }
  }

  private static String message(SdkClient sdk, ImageGenerateParams.Builder params) {
    assertThatThrownBy(() -> sdk.generate(params)).isInstanceOf(BadRequestException.class);
    return sdk.wire().last().json().path("error").path("message").stringValue();
  }

  private static Arguments bad(String param, String code, ImageGenerateParams.Builder params) {
    return Arguments.of(param, code, params);
  }

  private static ImageGenerateParams.Builder with(String field, Object value) {
    return small("a fox").putAdditionalBodyProperty(field, JsonValue.from(value));
  }
}
