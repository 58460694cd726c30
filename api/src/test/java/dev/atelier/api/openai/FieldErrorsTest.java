package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.Setup;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every error of a request's own fields (OpenAI Images, errors). */
@Timeout(120)
class FieldErrorsTest {
  private static final String USER_ERROR = "image_generation_user_error";
  private static final String INVALID = "invalid_request_error";
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.start(directory);
  }

  @AfterAll
  static void stop() {
    assertThat(server.provider.calls()).as("nothing was made").isEmpty();
    server.close();
  }

  static Stream<Row> rows() {
    return Stream.of(
        row("{}", "prompt", "missing_required_parameter")
            .says("Missing required parameter: 'prompt'."),
        row("{'prompt':null}", "prompt", "missing_required_parameter")
            .says("Missing required parameter: 'prompt'."),
        row("{'prompt':7}", "prompt", "invalid_type")
            .says("Invalid type for 'prompt': expected a string, but got an integer instead."),
        row("{'prompt':''}", "prompt", "string_below_min_length")
            .says(
                "Invalid 'prompt': string too short. Expected a string with minimum length 1, but"
                    + " got a string with length 0 instead."),
        fox("'style':'vivid'", "style", "unknown_parameter").says("Unknown parameter: 'style'."),
        fox("'input_fidelity':'high'", "input_fidelity", "unknown_parameter")
            .says("Unknown parameter: 'input_fidelity'."),
        fox("'mask':{}", "mask", "unknown_parameter").says("Unknown parameter: 'mask'."),
        fox("'image':'x'", "image", "unknown_parameter").says("Unknown parameter: 'image'."),
        fox("'frame_count':1", "frame_count", "unknown_parameter")
            .says("Unknown parameter: 'frame_count'."),
        fox("'n':'two'", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got a string instead."),
        fox("'n':'1.5'", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got a decimal number instead."),
        fox("'n':1.5", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got a decimal number instead."),
        fox("'n':true", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got a boolean instead."),
        fox("'n':[1]", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got an array instead."),
        fox("'n':{}", "n", "invalid_type")
            .says("Invalid type for 'n': expected an integer, but got an object instead."),
        fox("'n':11", "n", "integer_above_max_value")
            .says(
                "Invalid 'n': integer above maximum value. Expected a value <= 10, but got 11"
                    + " instead."),
        fox("'n':99999999999999999999999", "n", "integer_above_max_value")
            .says(
                "Invalid 'n': integer above maximum value. Expected a value <= 10, but got"
                    + " 99999999999999999999999 instead."),
        fox("'n':'11.0'", "n", "integer_above_max_value")
            .says(
                "Invalid 'n': integer above maximum value. Expected a value <= 10, but got 11"
                    + " instead."),
        fox("'n':0", "n", "integer_below_min_value")
            .says(
                "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0"
                    + " instead."),
        fox("'n':-3", "n", "integer_below_min_value")
            .says(
                "Invalid 'n': integer below minimum value. Expected a value >= 1, but got -3"
                    + " instead."),
        fox("'quality':'ultra'", "quality", "invalid_value")
            .says(
                "Invalid value: 'ultra'. Supported values are: 'low', 'medium', 'high', and"
                    + " 'auto'."),
        fox("'quality':'xhigh'", "quality", "invalid_value")
            .says(
                "Invalid value: 'xhigh'. Supported values are: 'low', 'medium', 'high', and"
                    + " 'auto'."),
        fox("'output_format':'gif'", "output_format", "invalid_value")
            .says("Invalid value: 'gif'. Supported values are: 'png', 'jpeg', and 'webp'."),
        fox("'background':'blue'", "background", "invalid_value")
            .says(
                "Invalid value: 'blue'. Supported values are: 'transparent', 'opaque', and"
                    + " 'auto'."),
        fox("'moderation':'none'", "moderation", "invalid_value")
            .says("Invalid value: 'none'. Supported values are: 'auto' and 'low'."),
        fox("'response_format':'base64'", "response_format", "invalid_value")
            .says("Invalid value: 'base64'. Supported values are: 'url' and 'b64_json'."),
        fox("'stream':'maybe'", "stream", "invalid_type")
            .says("Invalid type for 'stream': expected a boolean, but got a string instead."),
        fox("'output_compression':101", "output_compression", "integer_above_max_value")
            .says(
                "Invalid 'output_compression': integer above maximum value. Expected a value <="
                    + " 100, but got 101 instead."),
        fox("'output_compression':-1", "output_compression", "integer_below_min_value")
            .says(
                "Invalid 'output_compression': integer below minimum value. Expected a value >= 0,"
                    + " but got -1 instead."),
        fox("'output_compression':80", "output_compression", "invalid_value")
            .says(
                "Invalid value for 'output_compression': compression other than 100 is only"
                    + " possible for jpeg and webp output."),
        fox("'background':'transparent','output_format':'jpeg'", "background", "invalid_value")
            .says(
                "Invalid value for 'background': a transparent background is only possible for png"
                    + " and webp output."),
        fox("'partial_images':2", "partial_images", "invalid_value")
            .says(
                "Invalid value for 'partial_images': partial images are only sent when 'stream' is"
                    + " true."),
        fox("'stream':true,'partial_images':4", "partial_images", "integer_above_max_value")
            .says(
                "Invalid 'partial_images': integer above maximum value. Expected a value <= 3, but"
                    + " got 4 instead."),
        fox("'user':7", "user", "invalid_type")
            .says("Invalid type for 'user': expected a string, but got an integer instead."),
        fox("'model':7", "model", "invalid_type")
            .says("Invalid type for 'model': expected a string, but got an integer instead."),
        fox("'size':1024", "size", "invalid_type")
            .says("Invalid type for 'size': expected a string, but got an integer instead."),
        size("872x2048", "Width and height must both be divisible by 16."),
        size("4096x4096", "The longest edge must be less than or equal to 3840."),
        size("99999x99999", "The longest edge must be less than or equal to 3840."),
        size(
            "512x512",
            "Requested resolution is below the current minimum pixel budget. At least 655,360 pixels are needed."),
        size(
            "3072x3072",
            "Requested resolution is above the current maximum pixel budget. At most 8,294,400 pixels are possible."),
        size("3600x720", "The longest edge must be at most 3 times the shortest edge."),
        size("wide", "Expected 'auto' or WIDTHxHEIGHT in pixels, such as '1024x1024'."));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_wrong_field_is_answered_as_published(Row row) throws Exception {
    Answer answer = server.generate(row.json());

    JsonNode error = answer.assertError(400, row.type(), row.param(), row.code());
    assertThat(error.path("message").stringValue()).isEqualTo(row.message());
    assertThat(answer.header("x-request-id")).isPresent();
    assertThat(answer.header("openai-version")).hasValue("2020-10-01");
    assertThat(answer.header("openai-organization")).hasValue("default");
    assertThat(answer.header("x-atelier-job")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void an_asynchronous_call_is_answered_alike(Row row) throws Exception {
    server
        .send(server.json("/v1/images/generations/async", row.json()))
        .assertError(400, row.type(), row.param(), row.code());
  }

  @Test
  void every_published_illegal_size_is_refused_by_the_rule_it_breaks(@TempDir Path other)
      throws Exception {
    Map<String, String> rules =
        Map.of(
            "min_pixels", "minimum pixel budget",
            "multiple_of_16", "divisible by 16",
            "max_edge", "longest edge must be less",
            "max_pixels", "maximum pixel budget",
            "ratio", "times the shortest edge",
            "max_edge_or_ratio", "longest edge must be less",
            "syntax", "Expected 'auto' or WIDTHxHEIGHT");
    var wrong = new TreeMap<String, String>();
    try (var strict = LocalServer.start(other, Setup::withStrict)) {
      for (JsonNode vector : ImagesSchema.vectors().path("size").path("invalid")) {
        String size = vector.path("size").stringValue();
        Answer answer = strict.generate("{\"prompt\":\"x\",\"size\":\"" + size + "\"}");
        String message =
            answer
                .assertError(400, USER_ERROR, "size", "invalid_value")
                .path("message")
                .stringValue();
        if (!message.contains(rules.getOrDefault(vector.path("reason").stringValue(), "?"))) {
          wrong.put(size, message);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void a_prompt_is_counted_in_characters() throws Exception {
    Answer answer = server.generate("{\"prompt\":\"" + "🦊".repeat(32_001) + "\"}");

    JsonNode error = answer.assertError(400, INVALID, "prompt", "string_above_max_length");
    assertThat(error.path("message").stringValue())
        .isEqualTo(
            "Invalid 'prompt': string too long. Expected a string with maximum length 32000, but"
                + " got a string with length 32001 instead.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-image-1", "dall-e-3", "gpt-image", "openai/"})
  void an_unknown_model_does_not_exist(String model) throws Exception {
    Answer answer = server.generate("{\"prompt\":\"x\",\"model\":\"" + model + "\"}");

    JsonNode error = answer.assertError(404, INVALID, "model", "model_not_found");
    assertThat(error.path("message").stringValue())
        .isEqualTo("The model '" + model + "' does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"prompt\":\"x\"",
        "{\"prompt\":\"x\"} {}",
        "{'prompt':'x'}",
        "[]",
        "\"x\"",
        "{\"prompt\":\"\\q\"}",
        "nul"
      })
  void what_is_no_json_object_is_malformed(String json) throws Exception {
    JsonNode error = server.generate(json).assertError(400, INVALID, "null", "null");

    assertThat(error.path("message").stringValue())
        .startsWith("We could not parse the body of your request: ");
  }

  @Test
  void deep_nesting_is_refused() throws Exception {
    String deep = "{\"prompt\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    server.generate(deep).assertError(400, INVALID, "null", "null");
  }

  @Test
  void invalid_utf_8_is_refused() throws Exception {
    byte[] body = "{\"prompt\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    body[11] = (byte) 0xff;

    server
        .send(
            server
                .request("/v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)))
        .assertError(400, INVALID, "null", "null");
  }

  @Test
  void a_caller_s_text_is_never_repeated_at_length() throws Exception {
    Answer answer =
        server.generate("{\"prompt\":\"x\",\"quality\":\"" + "q".repeat(5000) + "\\u0000\"}");

    JsonNode error = answer.assertError(400, INVALID, "quality", "invalid_value");
    assertThat(error.path("message").stringValue()).hasSizeLessThan(200).contains("…");
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "text/html", "application/jsonp", "multipart/form-data"})
  void another_content_type_is_refused(String type) throws Exception {
    server
        .send(
            server
                .request("/v1/images/generations")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}")))
        .assertError(400, INVALID, "null", "null");
  }

  @Test
  void a_charset_behind_the_content_type_is_fine() throws Exception {
    server
        .send(
            server
                .request("/v1/images/generations")
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofString("{}")))
        .assertError(400, INVALID, "prompt", "missing_required_parameter");
  }

  @Test
  void an_idempotency_key_has_its_limit() throws Exception {
    server
        .send(
            server
                .json("/v1/images/generations", "{\"prompt\":\"x\"}")
                .header("Idempotency-Key", "k".repeat(256)))
        .assertError(400, INVALID, "Idempotency-Key", "string_above_max_length");
  }

  private static Row row(String json, String param, String code) {
    return new Row(json.replace('\'', '"'), INVALID, param, code, "");
  }

  private static Row fox(String more, String param, String code) {
    return row("{'prompt':'a fox'," + more + "}", param, code);
  }

  private static Row size(String size, String message) {
    return new Row(
        "{\"prompt\":\"a fox\",\"size\":\"" + size + "\"}",
        USER_ERROR,
        "size",
        "invalid_value",
        "Invalid size '" + size + "'. " + message);
  }

  /** One row of the published table. */
  record Row(String json, String type, String param, String code, String message) {
    Row says(String words) {
      return new Row(json, type, param, code, words);
    }
  }
}
