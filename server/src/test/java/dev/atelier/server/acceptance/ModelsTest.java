package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.models.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models. */
@ExtendWith(SharedServer.class)
class ModelsTest {

  @Test
  void the_list_names_every_model_and_its_snapshot(LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThat(sdk.openai().models().list().items())
          .extracting(Model::id)
          .containsExactly(
              "gpt-image-2",
              "gpt-image-2-2026-04-21",
              "gpt-image-2.5-flare",
              "gpt-image-2.5-flare-2026-09-08",
              "gpt-image-2.5-sunburst",
              "gpt-image-2.5-sunburst-2026-09-08");
      assertThat(sdk.wire().last().json().propertyNames()).containsExactly("object", "data");
    }
  }

  @Test
  void one_model_is_found_by_either_name(LiveServer server) {
    try (var sdk = server.sdk()) {
      Model model = sdk.openai().models().retrieve("gpt-image-2-2026-04-21");

      assertThat(model.id()).isEqualTo("gpt-image-2-2026-04-21");
      assertThat(model.created()).isEqualTo(1_776_729_600L);
      assertThat(model.ownedBy()).isEqualTo("system");
      assertThat(sdk.openai().models().retrieve("gpt-image-2").id()).isEqualTo("gpt-image-2");
    }
  }

  @Test
  void the_snapshot_makes_pictures_too(LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThat(
              sdk.generate(SdkClient.small("a fox").model("gpt-image-2-2026-04-21"))
                  .data()
                  .orElseThrow())
          .hasSize(1);
    }
  }
}
