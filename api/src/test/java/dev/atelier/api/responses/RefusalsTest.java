package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.SMALL;
import static dev.atelier.api.responses.Client.body;
import static dev.atelier.api.responses.Client.requireError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
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

/** What is refused before anything is sent, each with its parameter and code. */
@Timeout(120)
class RefusalsTest {
  private static final String TYPE = "invalid_request_error";

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

  static Stream<Arguments> tools() {
    return Stream.of(
        tool("\"size\":\"512x512\"", "size", "invalid_value"),
        tool("\"size\":\"1000x1000\"", "size", "invalid_value"),
        tool("\"size\":\"4096x1024\"", "size", "invalid_value"),
        tool("\"size\":\"big\"", "size", "invalid_value"),
        tool("\"size\":7", "size", "invalid_type"),
        tool("\"quality\":\"best\"", "quality", "invalid_value"),
        tool("\"quality\":\"xhigh\"", "quality", "invalid_value"),
        tool("\"output_format\":\"gif\"", "output_format", "invalid_value"),
        tool("\"output_compression\":101", "output_compression", "integer_above_max_value"),
        tool("\"output_compression\":-1", "output_compression", "integer_below_min_value"),
        tool("\"background\":\"red\"", "background", "invalid_value"),
        tool(
            "\"background\":\"transparent\",\"output_format\":\"jpeg\"",
            "background",
            "invalid_value"),
        tool("\"moderation\":\"off\"", "moderation", "invalid_value"),
        tool("\"partial_images\":1", "partial_images", "invalid_value"),
        tool("\"partial_images\":4", "partial_images", "integer_above_max_value"),
        tool("\"action\":\"draw\"", "action", "invalid_value"),
        tool("\"action\":\"edit\"", "action", "invalid_value"),
        tool("\"input_fidelity\":\"high\"", "input_fidelity", "invalid_input_fidelity_model"),
        tool("\"n\":1", "n", "unknown_parameter"),
        tool("\"style\":\"vivid\"", "style", "unknown_parameter"),
        tool("\"response_format\":\"url\"", "response_format", "unknown_parameter"),
        tool("\"mask\":\"x\"", "mask", "unknown_parameter"),
        tool("\"input_image\":\"x\"", "input_image", "unknown_parameter"),
        tool("\"complexity\":\"high\"", "complexity", "unknown_parameter"),
        tool("\"frame_count\":2", "frame_count", "unknown_parameter"),
        tool("\"input_image_mask\":{}", "input_image_mask.image_url", "missing_required_parameter"),
        tool(
            "\"input_image_mask\":{\"image_url\":\"data:image/png;base64,!\"}",
            "input_image_mask.image_url",
            "invalid_value"),
        tool(
            "\"input_image_mask\":{\"image_url\":\"%s\"}"
                .formatted(Samples.dataUrl(Samples.mask(64, 48))),
            "input_image_mask",
            "invalid_value"));
  }

  private static Arguments tool(String fields, String param, String code) {
    return argumentSet(fields.substring(0, Math.min(60, fields.length())), fields, param, code);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void a_field_of_the_tool(String fields, String param, String code) throws Exception {
    Reply reply =
        client.create(
            "{\"model\":\"gpt-5.5\",\"input\":\"a fox\",\"tools\":[{\"type\":\"web_search\"},"
                + "{\"type\":\"image_generation\","
                + fields
                + "}]}");

    requireError(reply, 400, TYPE, "tools[1]." + param, code);
  }

  static Stream<Arguments> members() {
    return Stream.of(
        member("\"background\":true,\"store\":false", "background", "invalid_value"),
        member("\"background\":\"maybe\"", "background", "invalid_type"),
        member("\"stream\":\"x\"", "stream", "invalid_type"),
        member("\"store\":3", "store", "invalid_type"),
        member("\"conversation\":\"conv_1\"", "conversation", "invalid_value"),
        member("\"metadata\":[]", "metadata", "invalid_type"),
        member("\"metadata\":{\"a\":1}", "metadata.a", "invalid_type"),
        member(
            "\"metadata\":{\"a\":\"" + "x".repeat(513) + "\"}",
            "metadata.a",
            "string_above_max_length"),
        member("\"tool_choice\":\"none\"", "tool_choice", "invalid_value"),
        member("\"tool_choice\":\"always\"", "tool_choice", "invalid_value"),
        member("\"tool_choice\":3", "tool_choice", "invalid_type"),
        member(
            "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}",
            "tool_choice",
            "invalid_value"),
        member("\"tool_choice\":{\"type\":\"web_search\"}", "tool_choice", "invalid_value"),
        member(
            "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":"
                + "[{\"type\":\"function\",\"name\":\"f\"}]}",
            "tool_choice",
            "invalid_value"),
        member(
            "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"x\",\"tools\":[]}",
            "tool_choice.mode",
            "invalid_value"),
        member(
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\",\"schema\":{}}}",
            "text.format",
            "invalid_value"),
        member("\"text\":\"plain\"", "text", "invalid_type"),
        member("\"reasoning\":\"much\"", "reasoning", "invalid_type"),
        member("\"temperature\":\"hot\"", "temperature", "invalid_type"),
        member("\"temperature\":3", "temperature", "invalid_value"),
        member("\"truncation\":\"some\"", "truncation", "invalid_value"),
        member("\"max_output_tokens\":0", "max_output_tokens", "integer_below_min_value"),
        member(
            "\"safety_identifier\":\"" + "x".repeat(513) + "\"",
            "safety_identifier",
            "string_above_max_length"),
        member("\"instructions\":[]", "instructions", "invalid_type"),
        member("\"previous_response_id\":7", "previous_response_id", "invalid_type"));
  }

  private static Arguments member(String json, String param, String code) {
    return argumentSet(json.substring(0, Math.min(60, json.length())), json, param, code);
  }

  @ParameterizedTest
  @MethodSource("members")
  void a_member_of_the_body(String json, String param, String code) throws Exception {
    requireError(client.fox("," + json), 400, TYPE, param, code);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        input("null", "input", "missing_required_parameter"),
        input("\"\"", "input", "string_below_min_length"),
        input("\"   \"", "input", "invalid_value"),
        input("7", "input", "invalid_type"),
        input("[]", "input", "array_below_min_length"),
        input("[7]", "input[0]", "invalid_type"),
        input("[{}]", "input[0].role", "missing_required_parameter"),
        input("[{\"role\":\"boss\",\"content\":\"x\"}]", "input[0].role", "invalid_value"),
        input("[{\"role\":\"user\"}]", "input[0].content", "missing_required_parameter"),
        input("[{\"role\":\"user\",\"content\":7}]", "input[0].content", "invalid_type"),
        input("[{\"type\":\"dance\"}]", "input[0].type", "invalid_value"),
        input("[{\"role\":\"user\",\"content\":[]}]", "input", "invalid_value"),
        part("7", "", "invalid_type"),
        part("{}", ".type", "missing_required_parameter"),
        part("{\"type\":\"input_file\",\"file_id\":\"file-1\"}", ".type", "invalid_value"),
        part("{\"type\":\"input_audio\",\"input_audio\":{}}", ".type", "invalid_value"),
        part("{\"type\":\"input_text\"}", ".text", "missing_required_parameter"),
        part("{\"type\":\"input_text\",\"text\":7}", ".text", "invalid_type"),
        part("{\"type\":\"input_image\"}", ".image_url", "missing_required_parameter"),
        part(
            "{\"type\":\"input_image\",\"image_url\":\"https://x/\",\"file_id\":\"file-1\"}",
            "",
            "invalid_value"),
        part("{\"type\":\"input_image\",\"image_url\":\"ftp://x\"}", ".image_url", "invalid_value"),
        part(
            "{\"type\":\"input_image\",\"detail\":\"fine\",\"image_url\":\"https://x/\"}",
            ".detail",
            "invalid_value"),
        part(
            "{\"type\":\"input_image\",\"image_url\":\"http://127.0.0.1:1/a.png\"}",
            ".image_url",
            "failed_to_download_image"),
        input(
            "[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"image_generation_call\"}]",
            "input[1].id",
            "missing_required_parameter"),
        input("\"" + "x".repeat(32_001) + "\"", "input", "string_above_max_length"));
  }

  private static Arguments part(String part, String param, String code) {
    return input(
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"}," + part + "]}]",
        "input[0].content[1]" + param,
        code);
  }

  private static Arguments input(String json, String param, String code) {
    return argumentSet(json.substring(0, Math.min(140, json.length())), json, param, code);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void an_input(String json, String param, String code) throws Exception {
    requireError(client.create(body(json, "", "")), 400, TYPE, param, code);
  }

  @Test
  void the_message_of_a_size_is_the_vendors() throws Exception {
    Reply reply =
        client.create(
            "{\"model\":\"gpt-5.5\",\"input\":\"a fox\",\"tools\":[{\"type\":\"image_generation\","
                + "\"size\":\"512x512\"}]}");

    requireError(reply, 400, TYPE, "tools[0].size", "invalid_value");
    assertThat(reply.text("/error/message"))
        .startsWith(
            "Invalid size '512x512'. Requested resolution is below the current minimum pixel budget");
  }

  static Stream<Arguments> bodies() {
    String tool = "\"tools\":[{" + SMALL + "}]";
    return Stream.of(
        argumentSet("text only", "{\"model\":\"gpt-5.5\",\"input\":\"hi\"}", "tools"),
        argumentSet("no tool", "{\"model\":\"gpt-5.5\",\"input\":\"hi\",\"tools\":[]}", "tools"),
        argumentSet(
            "another tool",
            "{\"model\":\"gpt-5.5\",\"input\":\"hi\",\"tools\":[{\"type\":\"web_search\"}]}",
            "tools"),
        argumentSet(
            "two tools",
            "{\"model\":\"gpt-5.5\",\"input\":\"hi\",\"tools\":[{%s},{%s}]}"
                .formatted(SMALL, SMALL),
            "tools"),
        argumentSet("tools are no list", "{\"input\":\"hi\",\"tools\":{}}", "tools"),
        argumentSet("a tool is no object", "{\"input\":\"hi\",\"tools\":[1]}", "tools[0]"),
        argumentSet("a tool without a type", "{\"input\":\"hi\",\"tools\":[{}]}", "tools[0].type"),
        argumentSet("model", "{\"model\":7,\"input\":\"hi\"," + tool + "}", "model"),
        argumentSet("no input", "{\"model\":\"gpt-5.5\"," + tool + "}", "input"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void a_body(String json, String param) throws Exception {
    Reply reply = client.create(json);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.text("/error/type")).isEqualTo(TYPE);
    assertThat(reply.text("/error/param")).isEqualTo(param);
  }

  @Test
  void a_request_for_text_is_told_what_this_server_does() throws Exception {
    Reply reply = client.create("{\"model\":\"gpt-5.5\",\"input\":\"hi\"}");

    requireError(reply, 400, TYPE, "tools", "invalid_value");
    assertThat(reply.text("/error/message")).contains("this server only generates images");
  }

  @Test
  void an_unknown_model() throws Exception {
    requireError(
        client.create("{\"model\":\"gpt-1\",\"input\":\"a fox\"}"),
        404,
        TYPE,
        "model",
        "model_not_found");
    requireError(
        client.create(body("\"a fox\"", ",\"model\":\"gpt-5.5\"", "")),
        404,
        TYPE,
        "tools[0].model",
        "model_not_found");
  }

  @Test
  void an_unknown_file_and_an_unknown_item() throws Exception {
    requireError(
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"},"
                    + "{\"type\":\"input_image\","
                    + "\"file_id\":\"file-0199f3c2a5d47b3e8c1d2f4a6b8c0d1e\"}]}]",
                "",
                "")),
        404,
        TYPE,
        "input[0].content[1].file_id",
        "null");
    requireError(
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"image_generation_call\",\"id\":"
                    + "\"ig_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e00\"}]",
                "",
                "")),
        404,
        TYPE,
        "input[1].id",
        "null");
  }

  @Test
  void a_picture_that_is_none() throws Exception {
    requireError(
        client.create(
            body(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"},"
                    + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,"
                    + Samples.base64(
                        "this is no picture at all".getBytes(StandardCharsets.US_ASCII))
                    + "\"}]}]",
                "",
                "")),
        400,
        "image_generation_user_error",
        "input[0].content[1].image_url",
        "invalid_image_file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "\"x\"", "{\"input\":\"\\ud800\"", "null"})
  void what_is_no_json_object(String json) throws Exception {
    Reply reply = client.create(json);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.text("/error/type")).isEqualTo(TYPE);
  }

  @Test
  void another_content_type_a_wrong_method_and_a_stranger() throws Exception {
    assertThat(
            server
                .send(
                    server
                        .request(Client.PATH)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}")))
                .status())
        .isEqualTo(400);
    assertThat(server.get(Client.PATH).status()).isEqualTo(405);
    assertThat(
            server
                .send(server.json(Client.PATH, "{}").setHeader("Authorization", "Bearer nobody"))
                .status())
        .isEqualTo(401);
    String reader = server.key(TenantId.DEFAULT, Set.of(Scope.READ));
    assertThat(
            server
                .send(server.json(Client.PATH, "{}").setHeader("Authorization", "Bearer " + reader))
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/responses/compact", "/v1/responses/input_tokens", "/v1/conversations"})
  void what_is_not_served(String path) throws Exception {
    requireError(server.post(path, "{}"), 404, TYPE, "null", "unknown_url");
  }

  @Test
  void where_a_stream_goes_on_is_only_said_of_a_stream() throws Exception {
    String id = Client.id(client.fox(""));

    requireError(
        client.get(id + "?starting_after=1"), 400, TYPE, "starting_after", "invalid_value");
    requireError(
        client.get(id + "?stream=true&starting_after=x"),
        400,
        TYPE,
        "starting_after",
        "invalid_type");
  }

  @Test
  void nothing_of_a_refused_request_stays() throws Exception {
    client.create(
        body(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"},{\"type\":"
                + "\"input_image\",\"image_url\":\""
                + Samples.dataUrl(Samples.noise(200, 200))
                + "\"}]}]",
            ",\"n\":2",
            ""));

    assertThat(server.stagedFiles()).isZero();
  }
}
