package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.SMALL;
import static dev.atelier.api.responses.Client.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.openai.ImagesSchema;
import dev.atelier.image.ImageRequest;
import dev.atelier.media.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Responses that are waited for. */
@Timeout(120)
class CreateTest {
  @TempDir static Path directory;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_response_is_one_call_with_the_picture() throws Exception {
    Reply reply = client.fox("");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    ImagesSchema.assertValid("Response", reply.body());
    assertThat(reply.json().propertyNames())
        .containsExactly(
            "id",
            "object",
            "created_at",
            "status",
            "background",
            "completed_at",
            "error",
            "incomplete_details",
            "instructions",
            "max_output_tokens",
            "max_tool_calls",
            "model",
            "output",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt_cache_key",
            "reasoning",
            "safety_identifier",
            "service_tier",
            "store",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "truncation",
            "usage",
            "tool_usage",
            "user",
            "metadata");
    assertThat(reply.text("/id")).matches("resp_[0-9a-f]{32}");
    assertThat(reply.text("/status")).isEqualTo("completed");
    assertThat(reply.text("/model")).isEqualTo("gpt-5.5");
    assertThat(reply.json().at("/created_at").longValue()).isPositive();
    assertThat(reply.json().at("/completed_at").longValue()).isPositive();
    assertThat(reply.json().path("output")).hasSize(1);
    JsonNode call = reply.json().at("/output/0");
    assertThat(call.path("id").stringValue())
        .isEqualTo(reply.text("/id").replace("resp_", "ig_") + "00");
    assertThat(call.path("status").stringValue()).isEqualTo("completed");
    assertThat(call.path("action").stringValue()).isEqualTo("generate");
    assertThat(call.path("size").stringValue()).isEqualTo("1024x640");
    assertThat(call.path("quality").stringValue()).isEqualTo("low");
    assertThat(call.path("background").stringValue()).isEqualTo("opaque");
    assertThat(call.path("output_format").stringValue()).isEqualTo("png");
    assertThat(call.path("revised_prompt").stringValue()).isEqualTo("a fox");
    Path picture =
        Files.write(
            directory.resolve("picture"),
            Base64.getDecoder().decode(call.path("result").stringValue()));
    assertThat(Probe.read(picture).size()).hasToString("1024x640");
    assertThat(reply.header("x-atelier-job")).isPresent();
    assertThat(reply.header("x-atelier-engine")).isPresent();
    assertThat(reply.header("openai-version")).hasValue("2020-10-01");
  }

  @Test
  void image_tokens_are_the_tools_and_text_tokens_the_models() throws Exception {
    JsonNode response = client.fox("").json();

    JsonNode usage = response.path("usage");
    long text = usage.path("input_tokens").longValue();
    assertThat(text).isPositive();
    assertThat(usage.path("output_tokens").longValue()).isZero();
    assertThat(usage.path("total_tokens").longValue()).isEqualTo(text);
    assertThat(usage.path("input_tokens_details").propertyNames())
        .containsExactly("cached_tokens", "cache_write_tokens");
    assertThat(usage.at("/output_tokens_details/reasoning_tokens").isIntegralNumber()).isTrue();
    JsonNode drawn = response.at("/tool_usage/image_gen");
    assertThat(drawn.path("output_tokens").longValue()).isEqualTo(107);
    assertThat(drawn.at("/output_tokens_details/image_tokens").longValue()).isEqualTo(107);
    assertThat(drawn.path("total_tokens").longValue()).isEqualTo(107 + text);
    assertThat(response.at("/tool_usage/web_search/num_requests").isIntegralNumber()).isTrue();
  }

  @Test
  void an_image_model_alone_means_the_tool() throws Exception {
    Reply reply = client.create("{\"model\":\"gpt-image-2\",\"input\":\"a fox\"}");

    assertThat(reply.text("/model")).as(reply.body()).isEqualTo("gpt-image-2");
    ImagesSchema.assertValid("Response", reply.body());
    assertThat(reply.json().path("tools")).hasSize(1);
    assertThat(reply.text("/tools/0/model")).isEqualTo("gpt-image-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5.5",
        "gpt-5.5-2026-04-23",
        "GPT-5.5",
        "openai/gpt-5.5",
        "gpt-image-2",
        "gpt-image-2-2026-04-21"
      })
  void models_are_answered_for_under_the_name_that_was_used(String model) throws Exception {
    Reply reply =
        client.create(
            "{\"model\":\"%s\",\"input\":\"a fox\",\"tools\":[{%s}]}".formatted(model, SMALL));

    assertThat(reply.text("/model")).as(reply.body()).isEqualTo(model);
    assertThat(lastCall().order().model()).isEqualTo("gpt-image-2");
  }

  @Test
  void the_tool_names_the_image_model() throws Exception {
    Reply reply = client.create(body("\"a fox\"", ",\"model\":\"gpt-image-2.5-flare\"", ""));

    assertThat(reply.text("/status")).as(reply.body()).isEqualTo("completed");
    assertThat(reply.text("/tools/0/model")).isEqualTo("gpt-image-2.5-flare");
    assertThat(lastCall().order().model()).isEqualTo("gpt-image-2.5-flare");
  }

  @Test
  void every_field_of_the_tool_reaches_the_order_and_is_repeated() throws Exception {
    Reply reply =
        client.create(
            "{\"model\":\"gpt-5.5\",\"input\":\"a fox\",\"tools\":[{\"type\":\"function\",\"name\":"
                + "\"f\",\"parameters\":{},\"strict\":true},{\"type\":\"image_generation\","
                + "\"action\":\"generate\",\"model\":\"gpt-image-2\",\"size\":\"1536x1024\","
                + "\"quality\":\"high\",\"output_format\":\"webp\",\"output_compression\":90,"
                + "\"background\":\"opaque\",\"moderation\":\"low\",\"input_fidelity\":null}]}");

    ImagesSchema.assertValid("Response", reply.body());
    var order = lastCall().order();
    assertThat(order.output().size()).hasToString("1536x1024");
    assertThat(order.output().compression()).isEqualTo(90);
    assertThat(order.moderation().word()).isEqualTo("low");
    assertThat(reply.json().at("/tools/0/name").stringValue()).isEqualTo("f");
    assertThat(reply.json().at("/tools/1"))
        .hasToString(
            "{\"type\":\"image_generation\",\"action\":\"generate\",\"background\":\"opaque\","
                + "\"model\":\"gpt-image-2\",\"moderation\":\"low\",\"n\":1,"
                + "\"output_compression\":90,\"output_format\":\"webp\",\"partial_images\":0,"
                + "\"quality\":\"high\",\"size\":\"1536x1024\"}");
    assertThat(reply.text("/output/0/output_format")).isEqualTo("webp");
    assertThat(reply.text("/output/0/quality")).isEqualTo("high");
  }

  @Test
  void what_means_something_to_text_models_only_is_repeated() throws Exception {
    Reply reply =
        client.fox(
            ",\"instructions\":\"be brief\",\"temperature\":0.5,\"top_p\":0.9,\"user\":\"u-1\","
                + "\"safety_identifier\":\"s-1\",\"metadata\":{\"job\":\"42\"},"
                + "\"parallel_tool_calls\":false,\"max_output_tokens\":100,\"truncation\":\"auto\","
                + "\"reasoning\":{\"effort\":\"low\"},\"text\":{\"verbosity\":\"low\"},"
                + "\"prompt_cache_key\":\"k\",\"include\":[\"reasoning.encrypted_content\"],"
                + "\"stream_options\":{\"include_obfuscation\":false},\"something_new\":1");

    ImagesSchema.assertValid("Response", reply.body());
    JsonNode response = reply.json();
    assertThat(reply.text("/instructions")).isEqualTo("be brief");
    assertThat(response.path("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(response.path("top_p").doubleValue()).isEqualTo(0.9);
    assertThat(reply.text("/user")).isEqualTo("u-1");
    assertThat(reply.text("/safety_identifier")).isEqualTo("s-1");
    assertThat(response.path("metadata")).hasToString("{\"job\":\"42\"}");
    assertThat(response.path("parallel_tool_calls").booleanValue()).isFalse();
    assertThat(response.path("max_output_tokens").intValue()).isEqualTo(100);
    assertThat(reply.text("/reasoning/effort")).isEqualTo("low");
    assertThat(reply.text("/text/verbosity")).isEqualTo("low");
    assertThat(lastCall().order().endUser()).hasValue("s-1");
    assertThat(lastCall().order().prompt().text()).isEqualTo("be brief\na fox");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"auto\"",
        "\"required\"",
        "{\"type\":\"image_generation\"}",
        "{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"image_generation\"}]}"
      })
  void each_choice_that_allows_the_tool_is_taken_and_repeated(String choice) throws Exception {
    Reply reply = client.fox(",\"tool_choice\":" + choice);

    ImagesSchema.assertValid("Response", reply.body());
    assertThat(reply.json().path("tool_choice")).hasToString(choice);
  }

  @Test
  void a_repetition_by_the_sdk_joins_its_original() throws Exception {
    int before = server.jobs();
    String body = body("\"a fox that is asked for twice\"", "", "");
    Reply first = client.create(body);
    Reply second =
        server.send(server.json(Client.PATH, body).header("X-Stainless-Retry-Count", "1"));

    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
    assertThat(server.jobs()).isEqualTo(before + 1);
  }

  @Test
  void the_same_key_with_another_request_is_refused() throws Exception {
    assertThat(keyed("\"a fox\"").status()).isEqualTo(200);
    Client.requireError(
        keyed("\"a hen\""), 409, "invalid_request_error", "null", "idempotency_key_reused");
  }

  private static Reply keyed(String input) throws Exception {
    return server.send(
        server.json(Client.PATH, body(input, "", "")).header("Idempotency-Key", "responses-1"));
  }

  private static ImageRequest lastCall() {
    return server.provider.calls().getLast().request();
  }
}
