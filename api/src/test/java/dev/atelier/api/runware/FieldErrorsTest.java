package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static dev.atelier.api.runware.Tasks.task;
import static dev.atelier.api.runware.Tasks.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every row of the vendor's errors that a request can cause by itself. */
@Timeout(120)
class FieldErrorsTest {
  @TempDir static Path directory;
  @TempDir static Path other;
  private static ApiServer server;
  private static ApiServer taking;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory, setup -> setup.withoutPrivateNetworks());
    taking = ApiServer.start(other);
  }

  @AfterAll
  static void stop() {
    server.close();
    taking.close();
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        row("\"taskType\":\"videoInference\"", "unsupportedTaskType", "taskType"),
        row("\"taskType\":7", "invalidTaskType", "taskType"),
        row("\"taskUUID\":\"42\"", "invalidTaskUUID", "taskUUID"),
        row("\"model\":\"openai:none@1\"", "invalidModel", "model"),
        row("\"model\":5", "invalidModel", "model"),
        row("\"positivePrompt\":\"x\"", "invalidPositivePromptLength", "positivePrompt"),
        row("\"positivePrompt\":\"\"", "invalidPositivePromptLength", "positivePrompt"),
        row(
            "\"positivePrompt\":\"" + "é".repeat(32_001) + "\"",
            "invalidPositivePromptLength",
            "positivePrompt"),
        row("\"positivePrompt\":[]", "invalidPositivePrompt", "positivePrompt"),
        row("\"width\":1000", "invalidWidth", "width"),
        row("\"width\":0", "invalidWidth", "width"),
        row("\"width\":3856", "invalidWidth", "width"),
        row("\"width\":1024.5", "invalidWidth", "width"),
        row("\"width\":99999999999999999999", "invalidWidth", "width"),
        row("\"height\":15", "invalidHeight", "height"),
        row("\"width\":3840", "unsupportedDimensions", "width,height"),
        row("\"width\":3840,\"height\":3840", "unsupportedDimensions", "width,height"),
        row("\"width\":64,\"height\":16", "unsupportedDimensions", "width,height"),
        row("\"numberResults\":0", "invalidNumberResults", "numberResults"),
        row("\"numberResults\":21", "invalidNumberResults", "numberResults"),
        row("\"inputs\":7", "invalidInputs", "inputs"),
        row("\"inputs\":{\"referenceImages\":[]}", "arrayTooSmall", "inputs.referenceImages"),
        row("\"referenceImages\":[]", "arrayTooSmall", "referenceImages"),
        row(
            "\"inputs\":{\"referenceImages\":[" + "\"x\",".repeat(16) + "\"x\"]}",
            "arrayTooLarge",
            "inputs.referenceImages"),
        row(
            "\"inputs\":{\"referenceImages\":[\"no picture!\"]}",
            "invalidReferenceImages",
            "inputs.referenceImages[0]"),
        row(
            "\"inputs\":{\"referenceImages\":[\"" + "A".repeat(50_000) + "\"]}",
            "invalidReferenceImages",
            "inputs.referenceImages[0]"),
        row(
            "\"inputs\":{\"referenceImages\":[\"00000000-0000-4000-8000-000000000000\"]}",
            "invalidReferenceImages",
            "inputs.referenceImages[0]"),
        row(
            "\"inputs\":{\"referenceImages\":[\"http://127.0.0.1:9/a.png\"]}",
            "invalidReferenceImages",
            "inputs.referenceImages[0]"),
        row("\"outputType\":\"FILE\"", "invalidOutputType", "outputType"),
        row("\"outputType\":7", "invalidOutputType", "outputType"),
        row("\"outputType\":[]", "arrayTooSmall", "outputType"),
        row("\"outputType\":[\"URL\",\"X\"]", "invalidOutputType", "outputType[1]"),
        row("\"outputFormat\":\"GIF\"", "invalidOutputFormat", "outputFormat"),
        row("\"outputQuality\":19", "invalidOutputQuality", "outputQuality"),
        row("\"outputQuality\":100", "invalidOutputQuality", "outputQuality"),
        row("\"deliveryMethod\":\"pigeon\"", "invalidDeliveryMethod", "deliveryMethod"),
        row("\"webhookURL\":\"ftp://hooks.example/\"", "invalidWebhookURL", "webhookURL"),
        row("\"webhookURL\":\"http://inside.example/\"", "invalidWebhookURL", "webhookURL"),
        row("\"webhookURL\":\"nonsense\"", "invalidWebhookURL", "webhookURL"),
        row("\"uploadEndpoint\":\"/x\"", "invalidUploadEndpoint", "uploadEndpoint"),
        row("\"safety\":true", "invalidSafety", "safety"),
        row(
            "\"safety\":{\"checkContent\":\"maybe\"}",
            "invalidCheckContent",
            "safety.checkContent"),
        row("\"safety\":{\"mode\":\"hard\"}", "invalidMode", "safety.mode"),
        row("\"checkNSFW\":2", "invalidCheckNSFW", "checkNSFW"),
        row("\"ttl\":59", "invalidTtl", "ttl"),
        row("\"includeCost\":\"perhaps\"", "invalidIncludeCost", "includeCost"),
        row("\"seed\":0", "invalidSeed", "seed"),
        row("\"seed\":9223372036854775807", "invalidSeed", "seed"),
        row("\"seed\":\"one\"", "invalidSeed", "seed"),
        row("\"seedImage\":\"x\"", "unsupportedParameter", "seedImage"),
        row("\"maskImage\":\"x\"", "unsupportedParameter", "maskImage"),
        row("\"controlNet\":[]", "unsupportedParameter", "controlNet"),
        row("\"lora\":[]", "unsupportedParameter", "lora"),
        row("\"embeddings\":[]", "unsupportedParameter", "embeddings"),
        row("\"ipAdapters\":[]", "unsupportedParameter", "ipAdapters"),
        row("\"refiner\":{}", "unsupportedParameter", "refiner"),
        row("\"outpaint\":{}", "unsupportedParameter", "outpaint"),
        row("\"providerSettings\":7", "invalidProviderSettings", "providerSettings"),
        row(
            "\"providerSettings\":{\"bfl\":{}}",
            "mismatchProviderSettingsProvider",
            "providerSettings.bfl"),
        row(
            "\"providerSettings\":{\"openai\":{\"quality\":\"best\"}}",
            "invalidQuality",
            "providerSettings.openai.quality"),
        row(
            "\"providerSettings\":{\"openai\":{\"moderation\":\"none\"}}",
            "invalidModeration",
            "providerSettings.openai.moderation"),
        row(
            "\"providerSettings\":{\"openai\":{\"background\":\"transparent\"}}",
            "unsupportedParameter",
            "providerSettings.openai.background"));
  }

  private static Arguments row(String fields, String code, String parameter) {
    return Arguments.of(fields, code, parameter);
  }

  @ParameterizedTest(name = "{1}: {2} [{index}]")
  @MethodSource("fields")
  void a_wrong_field_is_named(String fields, String code, String parameter) throws Exception {
    ObjectNode asked = inference(fields);
    Reply reply = send(server, asked);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    JsonNode error = reply.json().at("/errors/0");
    assertThat(error.path("code").stringValue()).as(reply.body()).isEqualTo(code);
    assertThat(parameters(error.path("parameter"))).isEqualTo(parameter);
    assertThat(error.path("message").stringValue()).isNotEmpty();
    assertThat(error.path("taskUUID").stringValue()).isEqualTo(uuid(asked));
    assertThat(reply.json().path("errors").size()).isEqualTo(1);
    assertThat(reply.json().path("error")).isEqualTo(error);
    assertThat(reply.body()).doesNotContain("null");
    assertThat(server.jobs()).isZero();
  }

  private static String parameters(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(","))
        : node.stringValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"taskType", "taskUUID", "model", "positivePrompt", "width", "height"})
  void what_is_required_is_missed(String field) throws Exception {
    ObjectNode asked = inference("");
    asked.remove(field);
    Reply reply = send(server, asked);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/errors/0/code"))
        .isEqualTo("missing" + field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1));
    assertThat(reply.text("/errors/0/parameter")).isEqualTo(field);
  }

  @Test
  void a_range_is_told_with_its_error() throws Exception {
    Reply reply = send(server, inference("").put("width", 1000));
    JsonNode error = reply.json().at("/errors/0");
    assertThat(error.path("type").stringValue()).isEqualTo("integer");
    assertThat(error.path("min").intValue()).isEqualTo(16);
    assertThat(error.path("max").intValue()).isEqualTo(3840);
    assertThat(error.path("multiplier").intValue()).isEqualTo(16);
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("", "invalidRequestBody"),
        Arguments.of("{}", "invalidRequestBody"),
        Arguments.of("[]", "invalidRequestBody"),
        Arguments.of("[7]", "invalidRequestBody"),
        Arguments.of("[{\"taskType\":\"ping\"}", "invalidRequestBody"),
        Arguments.of("null", "invalidRequestBody"),
        Arguments.of("[" + "[".repeat(100), "invalidRequestBody"),
        Arguments.of(tasks(101), "arrayTooLarge"),
        Arguments.of(tasks(10_000), "arrayTooLarge"));
  }

  private static String tasks(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> "{\"taskType\":\"ping\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("bodies")
  void a_body_that_is_no_array_of_tasks_is_refused(String body, String code) throws Exception {
    Reply reply = server.post(Tasks.PATH, body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.text("/errors/0/code")).isEqualTo(code);
    assertThat(reply.text("/error/code")).isEqualTo(code);
    assertThat(reply.json().path("data").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"negativePrompt\":\"x\"",
        "\"steps\":30",
        "\"CFGScale\":7.5",
        "\"scheduler\":null",
        "\"strength\":0.8",
        "\"checkNSFW\":false",
        "\"safety\":{\"checkContent\":true}",
        "\"outputQuality\":20,\"outputFormat\":\"JPG\"",
        "\"outputQuality\":99,\"outputFormat\":\"WEBP\"",
        "\"ttl\":60",
        "\"positivePrompt\":\"xy\"",
        "\"width\":3840,\"height\":2160",
        "\"providerSettings\":{\"openai\":{\"background\":\"opaque\",\"moderation\":\"low\"}}",
        "\"whatever\":{\"is\":\"unknown\"}"
      })
  void what_changes_nothing_or_is_just_allowed_is_taken(String fields) throws Exception {
    assertThat(send(taking, inference(fields)).status()).isEqualTo(200);
  }

  @Test
  void the_longest_prompt_is_taken() throws Exception {
    ObjectNode asked = inference("").put("positivePrompt", "é".repeat(32_000)).put("width", 8);
    assertThat(send(server, asked).text("/errors/0/code")).isEqualTo("invalidWidth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "media"})
  void an_upload_needs_a_picture(String field) throws Exception {
    String type = field.equals("image") ? "imageUpload" : "mediaStorage";
    for (String value : Arrays.asList(null, "no picture!", "aGVsbG8=", "http://127.0.0.1:9/x")) {
      ObjectNode asked = task(type).put("operation", "upload");
      if (value != null) {
        asked.put(field, value);
      }
      Reply reply = send(server, asked);
      String name = field.equals("image") ? "Image" : "Media";
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text("/errors/0/code"))
          .isEqualTo((value == null ? "missing" : "invalid") + name);
      assertThat(reply.text("/errors/0/parameter")).isEqualTo(field);
    }
  }

  @Test
  void other_methods_and_paths_are_answered_in_the_same_shape() throws Exception {
    Reply got = server.get(Tasks.PATH);
    assertThat(got.status()).isEqualTo(405);
    assertThat(got.header("allow")).contains("POST");
    assertThat(got.text("/error/code")).isEqualTo("invalidRequestMethod");
    Reply nowhere = server.get(Tasks.PATH + "/tasks");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.text("/error/code")).isEqualTo("invalidRequestPath");
  }
}
