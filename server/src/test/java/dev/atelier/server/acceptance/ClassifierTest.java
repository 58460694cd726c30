package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.BadRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that looks at its pictures, as a client of the vendor's SDK sees it. */
class ClassifierTest {
  private static final String PREFIX = "moderation.classifier.";

  @Test
  void a_result_above_the_threshold_is_a_block_at_the_output_stage() {
    var strict =
        Map.of(
            PREFIX + "action", "refuse",
            PREFIX + "review", "0.000001",
            PREFIX + "refuse", "0.000001",
            PREFIX + "refuse-at-low", "0.000001",
            PREFIX + "timeout", "60s");
    try (var server = LiveServer.start(strict);
        var sdk = server.sdk()) {
      Refusal.of(
              BadRequestException.class, 400, "image_generation_user_error", "moderation_blocked")
          .assertRaisedBy(() -> sdk.generate(small("a fox")));

      assertThat(sdk.wire().last().json().path("error").path("moderation_details").toString())
          .isEqualTo("{\"moderation_stage\":\"output\",\"categories\":[\"sexual\"]}");
      assertThat(server.jobs().getFirst().images().getFirst().artifact()).isEmpty();
    }
  }

  @Test
  void a_harmless_result_is_delivered() {
    try (var server =
            LiveServer.start(Map.of(PREFIX + "action", "refuse", PREFIX + "timeout", "60s"));
        var sdk = server.sdk()) {
      assertThat(sdk.generate(small("a fox")).data().orElseThrow()).hasSize(1);
    }
  }
}
