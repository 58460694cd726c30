package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.metering.Scope;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What clients of sub2api read beside the vendor's own fields, for keys of that profile. */
@ExtendWith(SharedServer.class)
class Sub2apiTest {

  @Test
  void its_keys_are_told_the_model_and_the_prompt_as_used(LiveServer server) {
    String key = server.key(Set.of(Scope.GENERATE), Optional.of("sub2api"));
    try (var sdk = server.sdk(key)) {
      sdk.generate(small("a red fox"));

      JsonNode body = sdk.wire().last().json();
      assertThat(body.path("model").stringValue()).isEqualTo("gpt-image-2");
      assertThat(body.path("data").path(0).path("revised_prompt").stringValue())
          .isEqualTo("a red fox");

      sdk.stream(small("a red fox").partialImages(1));

      assertThat(sdk.wire().last().events())
          .hasSize(2)
          .allSatisfy(event ->
              assertThat(event.data().path("model").stringValue()).isEqualTo("gpt-image-2"));
    }
  }

  @Test
  void other_keys_are_not(LiveServer server) {
    try (var sdk = server.sdk()) {
      sdk.generate(small("a red fox"));

      assertThat(sdk.wire().last().json().has("model")).isFalse();
      assertThat(sdk.wire().last().json().path("data").path(0).has("revised_prompt")).isFalse();
    }
  }
}
