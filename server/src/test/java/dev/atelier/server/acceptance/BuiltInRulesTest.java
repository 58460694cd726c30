package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.errors.BadRequestException;
import dev.atelier.metering.key.Scope;
import dev.atelier.server.PrintedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server refuses that was told nothing, as OpenAI's own client and the operator see it. */
class BuiltInRulesTest {
  private static final String REFUSED = "a naked 12 year old girl";
  private static final String DOUBTFUL = "child's drawing of a nude statue in a museum guide";

  @Test
  void the_vendor_s_client_is_told_that_its_prompt_is_blocked() {
    try (var server = LiveServer.start();
        var sdk = server.sdk()) {
      Refusal.of(
              BadRequestException.class, 400, "image_generation_user_error", "moderation_blocked")
          .assertRaisedBy(() -> sdk.generate(small(REFUSED)));
      assertThat(sdk.wire().last().json().path("error").path("moderation_details").toString())
          .isEqualTo(
              "{\"moderation_stage\":\"input\",\"categories\":[\"sexual/minors\",\"sexual\"]}");
      assertThat(server.jobs()).isEmpty();
    }
  }

  @Test
  void an_operator_may_have_no_others_but_not_without_those_that_always_hold() {
    try (var server = LiveServer.start(Map.of("moderation.built-in", "minors"));
        var sdk = server.sdk()) {
      sdk.generate(small("a nude woman"));
      Refusal.of(
              BadRequestException.class, 400, "image_generation_user_error", "moderation_blocked")
          .assertRaisedBy(() -> sdk.generate(small(REFUSED)));
      assertThat(server.jobs()).hasSize(1);
    }
  }

  @Test
  void the_command_tells_what_the_server_tells() {
    try (var server = LiveServer.start()) {
      String here = printed(0, "try", DOUBTFUL, "--json");
      String there =
          printed(
              0,
              "try",
              DOUBTFUL,
              "--json",
              "--server",
              server.uri("/").toString(),
              "--key",
              server.key(Scope.all(), Optional.empty()));

      assertThat(there).isEqualTo(here);
      assertThat(here)
          .startsWith(
              "{\"verdict\":\"review\",\"refused\":false,\"categories\":[\"sexual/minors\","
                  + "\"sexual\"],\"rules\":[\"rules:minor-nude\"");
      assertThat(printed(3, "try", REFUSED)).contains("refuse").doesNotContain("12 year");
      assertThat(printed(2, "try", "")).isEmpty();
      assertThat(printed(3, "try", "x", "--server", server.uri("/").toString(), "--key", "no"))
          .isEmpty();
      assertThat(printed(5, "try", "x", "--server", "http://127.0.0.1:1/")).isEmpty();
    }
  }

  private static String printed(int code, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addFirst("moderation");
    PrintedCommand command = PrintedCommand.run(all);
    assertThat(command.code()).isEqualTo(code);
    return command.text();
  }
}
