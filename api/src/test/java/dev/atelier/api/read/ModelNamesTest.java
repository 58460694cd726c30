package dev.atelier.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model is found under any name that it has anywhere. */
@Timeout(120)
class ModelNamesTest {
  @TempDir static Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-image-2",
    "GPT-Image-2",
    "' gpt-image-2 '",
    "openrouter/OpenAI/gpt-image-2",
    "gpt_image_2",
    "gpt_image_2_edit",
    "gpt-image-2-official",
    "gpt-image-2-ext",
    "gpt-image-2-2026-04-21",
    "Gpt Image 2",
    "azure/GPT_IMAGE_2",
    "openai:gpt-image-2"
  })
  void a_model_is_found_under_any_name_of_it(String model) throws Exception {
    for (Dialect dialect : List.of(Dialect.OPENAI, Dialect.APIMART, Dialect.OWN)) {
      Reply reply = dialect.generate(server, "\"model\":\"" + model + "\"");

      assertThat(dialect.ordered(server, reply).order().model()).isEqualTo("gpt-image-2");
    }
  }

  @ParameterizedTest
  @CsvSource({"gpt-image-2", "GPT_Image_2", "gpt_image_2", "gpt-image-2-2026-04-21"})
  void an_endpoint_is_found_as_a_model_is(String endpoint) throws Exception {
    Reply created = server.post("/v1/queue/" + endpoint, "{\"prompt\":\"fox\"}");

    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(created.text("/status_url")).contains("/v1/queue/gpt_image_2/requests/");
    assertThat(
            server
                .get(
                    "/v1/queue/"
                        + endpoint
                        + "/requests/"
                        + created.text("/request_id")
                        + "/status")
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_edit_s_endpoint_stays_one() throws Exception {
    String body = "{\"prompt\":\"fox\",\"images\":\"" + Samples.base64(Samples.png(64, 48)) + "\"}";
    Reply created = server.post("/v1/queue/GPT-Image-2-Edit", body);

    assertThat(created.text("/status_url")).contains("/v1/queue/gpt_image_2_edit/requests/");
  }

  @Test
  void a_listed_model_is_shown_under_any_name_of_it() throws Exception {
    assertThat(server.get("/v1/models/GPT-IMAGE-2").text("/id")).isEqualTo("gpt-image-2");
    assertThat(server.get("/v1/models/gpt_image_2").text("/id")).isEqualTo("gpt-image-2");
    assertThat(server.get("/apimart/v1/models/Gpt-Image-2-Official").text("/id"))
        .isEqualTo("gpt-image-2-official");
  }

  @ParameterizedTest
  @CsvSource({"gpt-image-1", "dall-e-3", "openai/", "gpt-image", "gpt-image-2.9"})
  void another_model_is_not_found(String model) throws Exception {
    int before = server.jobs();
    for (Dialect dialect : List.of(Dialect.OPENAI, Dialect.APIMART, Dialect.OWN)) {
      assertThat(dialect.generate(server, "\"model\":\"" + model + "\"").status())
          .isBetween(404, 422);
    }
    assertThat(server.jobs()).isEqualTo(before);
  }
}
