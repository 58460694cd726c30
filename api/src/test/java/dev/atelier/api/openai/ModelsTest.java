package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ModelsTest {
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/openai/v1/models", "/openai/models"})
  void the_list_is_as_published(String path) throws Exception {
    assertThat(server.get(path).body()).isEqualTo(example("ModelList"));
  }

  @Test
  void one_model_is_as_published() throws Exception {
    assertThat(server.get("/v1/models/gpt-image-2").body()).isEqualTo(example("Model"));
    assertThat(server.get("/v1/models/gpt-image-2-2026-04-21").json().path("id").stringValue())
        .isEqualTo("gpt-image-2-2026-04-21");
  }

  @Test
  void an_unknown_model_is_as_published() throws Exception {
    Answer answer = server.get("/v1/models/fake_id");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            ImagesSchema.examples().stream()
                .filter(one -> one.json().contains("fake_id"))
                .findFirst()
                .orElseThrow()
                .json());
  }

  private static String example(String definition) {
    return ImagesSchema.examples().stream()
        .filter(one -> one.definition().equals(definition))
        .findFirst()
        .orElseThrow()
        .json();
  }
}
