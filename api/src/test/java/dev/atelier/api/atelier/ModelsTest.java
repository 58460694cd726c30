package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Scope;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class ModelsTest {
  private static final String MODELS = "/api/v1/models";

  @TempDir Path directory;

  @Test
  void a_model_tells_its_rules_and_who_makes_it() throws Exception {
    try (var server = ApiServer.start(directory)) {
      JsonNode model = server.get(MODELS).json().at("/data/0");

      assertThat(model.path("id").stringValue()).isEqualTo("gpt-image-2");
      assertThat(model.path("preferred").booleanValue()).isTrue();
      assertThat(model.at("/sizes/step").intValue()).isEqualTo(16);
      assertThat(model.at("/sizes/popular").toString()).contains("1536x1024");
      assertThat(model.path("qualities").toString()).isEqualTo("[\"low\",\"medium\",\"high\"]");
      assertThat(model.path("compressible").toString()).isEqualTo("[\"jpeg\",\"webp\"]");
      assertThat(model.path("made_by").toString()).isEqualTo("[\"fake\"]");
    }
  }

  @Test
  void a_key_is_told_of_the_models_that_it_may_use() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String key =
          server.key(
              TenantId.DEFAULT,
              Scope.all(),
              new Permissions(Set.of("gpt-image-2.5-flare"), Set.of()));

      var reply =
          server.send(server.request(MODELS).setHeader("Authorization", "Bearer " + key).GET());

      assertThat(reply.json().path("data").size()).isEqualTo(1);
      assertThat(reply.text("/data/0/id")).isEqualTo("gpt-image-2.5-flare");
    }
  }
}
