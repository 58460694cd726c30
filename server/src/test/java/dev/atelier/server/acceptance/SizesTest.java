package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import com.openai.models.images.ImagesResponse;
import dev.atelier.api.openai.ImagesSchema;
import dev.atelier.provider.FakeProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Sizes and what they cost, by the published vectors. */
@ExtendWith(SharedServer.class)
class SizesTest {
  private static final JsonNode VECTORS = ImagesSchema.vectors();

  static List<String> legal() {
    return VECTORS.path("size").path("valid").valueStream().map(JsonNode::stringValue).toList();
  }

  /** What a server that is not strict understands all the same. */
  private static final Set<String> UNDERSTOOD = Set.of("", "AUTO", "1024X1024");

  static Stream<JsonNode> illegal() {
    return VECTORS.path("size").path("invalid").valueStream();
  }

  static Stream<JsonNode> neverLegal() {
    return illegal().filter(vector -> !UNDERSTOOD.contains(vector.path("size").stringValue()));
  }

  @ParameterizedTest
  @MethodSource("legal")
  void a_legal_size_is_delivered_in_exactly_these_pixels(String size, LiveServer server) {
    String expected = size.equals("auto") ? "1024x1024" : size;
    // every other one as PNG, to have both
    boolean png = legal().indexOf(size) % 2 == 0 && !size.startsWith("38");
    try (var sdk = server.sdk()) {
      ImagesResponse answer =
          sdk.generate(
              small("a lighthouse on a cliff")
                  .size(size)
                  .outputFormat(png ? OutputFormat.PNG : OutputFormat.JPEG)
                  .outputCompression(100));

      assertThat(Pixels.size(Pixels.decode(Pixels.bytes(answer, 0)))).isEqualTo(expected);
      assertThat(answer.size().orElseThrow().asString()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("neverLegal")
  void an_illegal_size_is_refused_with_the_rule_it_breaks(JsonNode vector, LiveServer server) {
    assertRefused(vector, server);
  }

  @Test
  void a_strict_server_refuses_all_that_the_vendor_does() {
    try (var server = LiveServer.start(Map.of("strict", "true"))) {
      illegal().forEach(vector -> assertRefused(vector, server));
    }
  }

  private static void assertRefused(JsonNode vector, LiveServer server) {
    String size = vector.path("size").stringValue();
    try (var sdk = server.sdk()) {
      var refusal =
          catchThrowableOfType(
              BadRequestException.class, () -> sdk.generate(small("a fox").size(size)));

      assertThat(refusal).as(size).isNotNull();
      assertThat(refusal.type()).hasValue("image_generation_user_error");
      assertThat(refusal.code()).hasValue("invalid_value");
      assertThat(refusal.param()).hasValue("size");
      assertThat(sdk.wire().last().json().path("error").path("message").stringValue())
          .startsWith("Invalid size '" + size + "'. ")
          .contains(words(vector.path("reason").stringValue()));
      assertThat(sdk.wire().last().job()).isEmpty();
    }
  }

  private static String words(String reason) {
    return switch (reason) {
      case "min_pixels" -> "Requested resolution is below the current minimum pixel budget.";
      case "max_pixels" -> "above the current maximum pixel budget.";
      case "multiple_of_16" -> "Width and height must both be divisible by 16.";
      case "max_edge", "max_edge_or_ratio" ->
          "The longest edge must be less than or equal to 3840.";
      case "ratio" -> "at most 3 times the shortest edge.";
      case "syntax" -> "Expected 'auto' or WIDTHxHEIGHT";
      default -> throw new AssertionError(reason);
    };
  }

  @Test
  void every_size_and_quality_counts_the_published_output_tokens() {
    try (var server = LiveServer.start(Map.of(), FakeProvider.paid());
        var sdk = server.sdk()) {
      for (JsonNode vector : VECTORS.path("output_tokens")) {
        for (String quality : List.of("low", "medium", "high")) {
          String size = vector.path("size").stringValue();
          ImagesResponse answer =
              sdk.generate(
                  small("a fox").size(size).quality(ImageGenerateParams.Quality.of(quality)));

          var usage = answer.usage().orElseThrow();
          assertThat(usage.outputTokens())
              .as("%s %s", size, quality)
              .isEqualTo(vector.path(quality).longValue());
          assertThat(usage.outputTokensDetails().orElseThrow().imageTokens())
              .isEqualTo(usage.outputTokens());
          assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
          assertThat(answer.quality().orElseThrow().asString()).isEqualTo(quality);
        }
      }
    }
  }
}
