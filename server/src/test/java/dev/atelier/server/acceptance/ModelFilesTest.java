package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.server.config.ConfigException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a file in the data directory adds, without a line of code. */
class ModelFilesTest {
  private static final String LEVELS =
      """
      qualities:
        - {word: low, grid: 16}
        - {word: medium, grid: 48}
        - {word: high, grid: 96}
        - {word: ultra, grid: 128}
      """;

  @TempDir Path data;

  @Test
  void a_model_and_a_level_are_added_by_a_file() throws Exception {
    write(
        "mural.yaml",
        "id: mural-1\nlike: gpt-image-2\nnames: {atelier: [mural-1], openai: [mural-1, mural]}\n"
            + LEVELS);
    try (var server = start()) {
      JsonNode picture = generated(server, "mural", "ultra");

      assertThat(picture.path("quality").asString()).isEqualTo("ultra");
      assertThat(picture.at("/usage/output_tokens").asLong()).isEqualTo(12_487);
      assertThat(picture.at("/data/0/b64_json").asString()).isNotEmpty();
      assertThat(server.get("/v1/models/mural").statusCode()).isEqualTo(200);
      assertThat(server.get("/apimart/v1/models").body()).doesNotContain("mural");
      assertThat(ordered(server, "gpt-image-2", "ultra").body())
          .contains("Supported values are: 'low', 'medium', 'high', and 'auto'.");
    }
  }

  @Test
  void a_model_that_is_there_gets_another_level() throws Exception {
    write("more.yaml", "id: gpt-image-2\n" + LEVELS);
    try (var server = start()) {
      assertThat(generated(server, "gpt-image-2-2026-04-21", "ultra").path("quality").asString())
          .isEqualTo("ultra");
    }
  }

  @Test
  void a_file_that_is_wrong_is_named_and_nothing_starts() throws Exception {
    write("odd.yaml", "id: odd\nlike: gpt-image-2\nnames: {openai: [odd]}\ncolour: red\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("odd.yaml: \"colour\" is not a key");
  }

  private LiveServer start() {
    return LiveServer.start(Map.of("data", data.toString()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(Files.createDirectories(data.resolve("models")).resolve(name), text);
  }

  private static JsonNode generated(LiveServer server, String model, String quality) {
    HttpResponse<String> answer = ordered(server, model, quality);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static HttpResponse<String> ordered(LiveServer server, String model, String quality) {
    return server.postJson(
        "/v1/images/generations",
        "{\"model\":\"%s\",\"prompt\":\"a fox\",\"size\":\"1024x1024\",\"quality\":\"%s\"}"
            .formatted(model, quality));
  }
}
