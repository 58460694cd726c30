package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which levels of quality there are is the model's to say, whatever API asks. */
@Timeout(120)
class QualitiesTest {
  private static final String IMAGES = "/v1/images/generations";
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
  @ValueSource(strings = {"xhigh", "max"})
  void openai_refuses_a_level_above_the_model(String level) throws Exception {
    Reply reply = refused(IMAGES, "\"model\":\"gpt-image-2\"", level);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(reply.text("/error/code")).isEqualTo("invalid_value");
    assertThat(reply.text("/error/param")).isEqualTo("quality");
    assertThat(reply.text("/error/message"))
        .isEqualTo(
            "Invalid value: '"
                + level
                + "'. Supported values are: 'low', 'medium', 'high', and 'auto'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt_image_2", "gpt_image_2_edit"})
  void seaart_refuses_a_level_above_the_model(String endpoint) throws Exception {
    String picture = "\"images\":\"" + Samples.base64(Samples.png(64, 48)) + "\"";

    Reply reply = refused("/v1/queue/" + endpoint, picture, "xhigh");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/detail"))
        .contains("quality")
        .contains("must be one of low, medium, high, auto, got 'xhigh'");
  }

  @Test
  void apimart_refuses_a_level_above_the_model() throws Exception {
    Reply reply =
        refused("/apimart/v1/images/generations", "\"model\":\"gpt-image-2-official\"", "xhigh");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(reply.text("/error/param")).isEqualTo("quality");
    assertThat(reply.text("/error/message"))
        .isEqualTo("quality: must be one of low, medium, high, auto, got 'xhigh'");
  }

  @Test
  void our_own_api_refuses_a_level_above_the_model() throws Exception {
    Reply reply = refused("/api/v1/jobs", "\"model\":\"gpt-image-2\"", "xhigh");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/type")).isEqualTo("urn:atelier:problem:invalid-field");
    assertThat(reply.text("/field")).isEqualTo("quality");
    assertThat(reply.text("/detail"))
        .isEqualTo("quality must be one of low, medium, high, auto, got 'xhigh'.");
  }

  @ParameterizedTest
  @CsvSource({
    "low,196",
    "medium,439",
    "high,1756",
    "xhigh,3122",
    "max,7024",
    "auto,439",
  })
  void a_model_with_more_levels_makes_and_counts_each(String level, long tokens) throws Exception {
    for (String model : new String[] {"gpt-image-2.5-flare", "gpt-image-2.5-sunburst-2026-09-08"}) {
      Reply reply =
          server.post(
              IMAGES,
              "{\"model\":\"%s\",\"prompt\":\"fox\",\"size\":\"1024x1024\",\"quality\":\"%s\"}"
                  .formatted(model, level));

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.json().at("/usage/output_tokens").asLong()).isEqualTo(tokens);
      assertThat(reply.text("/quality")).isEqualTo(level.equals("auto") ? "medium" : level);
    }
    assertThat(server.provider.calls().getLast().request().order().model())
        .isEqualTo("gpt-image-2.5-sunburst");
  }

  @Test
  void our_own_api_has_the_new_models_too() throws Exception {
    Reply reply =
        server.post(
            "/api/v1/jobs",
            "{\"model\":\"gpt-image-2.5-flare\",\"prompt\":\"fox\",\"quality\":\"max\"}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(reply.text("/order/quality")).isEqualTo("max");
  }

  @Test
  void a_word_that_no_model_has_names_what_the_ordered_one_has() throws Exception {
    assertThat(refused(IMAGES, "\"model\":\"gpt-image-2.5-flare\"", "ultra").text("/error/message"))
        .isEqualTo(
            "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high', 'xhigh', 'max',"
                + " and 'auto'.");
    assertThat(refused(IMAGES, "\"n\":1", "highest").text("/error/param")).isEqualTo("quality");
  }

  @Test
  void what_a_vendor_does_not_sell_is_not_there() throws Exception {
    assertThat(server.post("/v1/queue/gpt_image_2.5_flare", "{\"prompt\":\"fox\"}").status())
        .isEqualTo(404);
    assertThat(
            server
                .post(
                    "/apimart/v1/images/generations",
                    "{\"model\":\"gpt-image-2.5-flare\",\"prompt\":\"fox\"}")
                .status())
        .isEqualTo(404);
    assertThat(
            server
                .post(IMAGES, "{\"model\":\"gpt-image-2.5\",\"prompt\":\"fox\"}")
                .text("/error/param"))
        .isEqualTo("model");
  }

  /** Nothing is accepted. */
  private static Reply refused(String path, String more, String quality) throws Exception {
    int before = server.jobs();
    Reply reply =
        server.post(path, "{\"prompt\":\"fox\",%s,\"quality\":\"%s\"}".formatted(more, quality));
    assertThat(server.jobs()).isEqualTo(before);
    return reply;
  }
}
