package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.models.images.ImagesResponse;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scripted outcome of the sandbox, as a client of the vendor's SDK sees it. */
@ExtendWith(SharedServer.class)
class OutcomesTest {
  private static final String USER_ERROR = "image_generation_user_error";
  private static final Refusal BLOCKED =
      Refusal.of(BadRequestException.class, 400, USER_ERROR, "moderation_blocked");
  private static final Refusal THROTTLED =
      Refusal.of(RateLimitException.class, 429, "requests", "rate_limit_exceeded");
  private static final Refusal FAILED =
      Refusal.of(InternalServerException.class, 500, "server_error", "server_error");
  private static final Optional<String> NEVER = Optional.of("false");
  private static final Optional<String> UNSAID = Optional.empty();

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("[atelier:refuse-input]", BLOCKED, NEVER),
        Arguments.of("[atelier:refuse-input=violence,harassment]", BLOCKED, NEVER),
        Arguments.of("[atelier:refuse-output]", BLOCKED, NEVER),
        Arguments.of("[atelier:succeed=0]", BLOCKED, NEVER),
        Arguments.of("[atelier:throttle]", THROTTLED, UNSAID),
        Arguments.of("[atelier:throttle=7]", THROTTLED, UNSAID),
        Arguments.of("[atelier:error]", FAILED, UNSAID),
        Arguments.of("[atelier:error=503]", FAILED, UNSAID),
        Arguments.of("[atelier:unreachable]", FAILED, UNSAID),
        Arguments.of("[atelier:unknown]", FAILED, NEVER),
        Arguments.of("[atelier:spent]", FAILED, NEVER),
        Arguments.of("a fox [atelier:cut]", FAILED, NEVER),
        Arguments.of("a fox [atelier:cut=99%]", FAILED, NEVER),
        Arguments.of("a fox [atelier:size=1024x1024]", FAILED, NEVER));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_is_the_published_error(
      String prompt, Refusal refusal, Optional<String> shouldRetry, LiveServer server) {
    try (var sdk = server.sdk()) {
      var raised = refusal.assertRaisedBy(() -> sdk.generate(small(prompt)));

      assertThat(sdk.wire().last().shouldRetry()).isEqualTo(shouldRetry);
      assertThat(sdk.wire().last().job()).isPresent();
      assertThat(raised.getMessage()).doesNotContain("atelier:");
    }
  }

  @Test
  void a_block_names_its_stage_and_categories(LiveServer server) {
    try (var sdk = server.sdk()) {
      BLOCKED.assertRaisedBy(
          () -> sdk.generate(small("[atelier:refuse-input=violence,harassment]")));
      assertThat(sdk.wire().last().json().path("error").path("moderation_details").toString())
          .isEqualTo(
              "{\"moderation_stage\":\"input\",\"categories\":[\"violence\",\"harassment\"]}");

      BLOCKED.assertRaisedBy(() -> sdk.generate(small("[atelier:refuse-output=sexual]")));
      assertThat(sdk.wire().last().json().path("error").path("moderation_details").toString())
          .isEqualTo("{\"moderation_stage\":\"output\",\"categories\":[\"sexual\"]}");
    }
  }

  @Test
  void a_throttle_says_when_to_come_back(LiveServer server) {
    try (var sdk = server.sdk()) {
      THROTTLED.assertRaisedBy(() -> sdk.generate(small("[atelier:throttle=7]")));

      assertThat(sdk.wire().last().retryAfter()).hasValue("7");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[atelier:size=2048x1280]", "[atelier:format=jpeg]", "[atelier:format=webp]"})
  void a_repairable_delivery_is_repaired(String token, LiveServer server) {
    try (var sdk = server.sdk()) {
      byte[] image = Pixels.bytes(sdk.generate(small("a fox " + token)), 0);

      assertThat(Pixels.isPng(image)).isTrue();
      assertThat(Pixels.size(Pixels.decode(image))).isEqualTo("1024x640");
    }
  }

  @Test
  void what_moderation_lets_through_of_several_is_delivered_and_counted(LiveServer server) {
    try (var sdk = server.sdk()) {
      ImagesResponse answer = sdk.generate(small("owls [atelier:succeed=2]").n(3));

      assertThat(answer.data().orElseThrow()).hasSize(2);
      assertThat(answer.usage().orElseThrow().outputTokens()).isEqualTo(2 * 107);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[atelier:delay=50ms]", "[atelier:partials=20ms]", "[atelier:proof]"})
  void what_only_takes_time_or_shows_more_succeeds(String token, LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThat(sdk.generate(small("a fox " + token)).data().orElseThrow()).hasSize(1);
    }
  }
}
