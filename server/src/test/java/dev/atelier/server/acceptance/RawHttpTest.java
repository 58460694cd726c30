package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.openai.ImagesSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients send that no SDK of one language shows: quirks, mistakes and attacks. */
@ExtendWith(SharedServer.class)
class RawHttpTest {
  private static final String FOX =
      "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"quality\":\"low\",\"output_format\":\"jpeg\"}";
  private static final String GENERATIONS = "/v1/images/generations";
  private static final byte[] PHOTO = Pixels.photo(160, 100);

  @ParameterizedTest
  @CsvSource({
    "Authorization, 'Bearer '",
    "Authorization, 'bearer '",
    "Authorization, 'KEY '",
    "x-api-key, ''",
    "api-key, ''"
  })
  void a_key_is_taken_from_every_usual_place(String header, String scheme, LiveServer server) {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/v1/models"))
                .setHeader(header, scheme + LiveServer.ADMIN_KEY));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_key_the_caller_is_told_how_to_send_one(LiveServer server) {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(GENERATIONS)).POST(BodyPublishers.ofString(FOX)));

    JsonNode error = assertError(answer, 401, "invalid_request_error", null, null);
    assertThat(error.path("message").stringValue()).contains("Authorization: Bearer");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"OpenAI API\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/openai/v1", "/openai"})
  void every_mount_makes_pictures(String mount, LiveServer server) {
    HttpResponse<String> answer = server.postJson(mount + "/images/generations", FOX);

    assertThat(answer.statusCode()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
  }

  @Test
  void the_answer_has_the_published_keys_in_their_order(LiveServer server) {
    HttpResponse<String> answer = server.postJson(GENERATIONS, FOX);

    assertThat(json(answer).propertyNames())
        .containsExactly(
            "created", "background", "data", "output_format", "quality", "size", "usage");
    assertThat(answer.headers().map())
        .containsKeys(
            "x-request-id",
            "openai-processing-ms",
            "openai-version",
            "openai-organization",
            "openai-project",
            "x-content-type-options",
            "x-atelier-job");
    assertThat(answer.headers().firstValue("x-atelier-engine")).hasValue("sandbox");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  @Test
  void null_means_not_given(LiveServer server) {
    HttpResponse<String> answer =
        server.postJson(
            GENERATIONS,
            """
            {"prompt":"a fox","model":null,"n":null,"size":null,"quality":null,"stream":null,\
            "output_format":null,"output_compression":null,"background":null,"moderation":null,\
            "partial_images":null,"safety_identifier":null,"user":null,"response_format":null}\
            """);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"prompt\":",
        "{\"prompt\":\"a\"} x",
        "[]",
        "\"prompt\"",
        "7",
        "null",
        "{'a':1}",
        "{\"prompt\":\"\\ud800\"",
        "prompt=fox"
      })
  void a_body_that_is_no_json_object_is_malformed(String body, LiveServer server) {
    assertError(server.postJson(GENERATIONS, body), 400, "invalid_request_error", null, null);
  }

  @Test
  void bytes_that_are_no_utf_8_are_malformed(LiveServer server) {
    byte[] body = "{\"prompt\":\"a f\u00fcchs\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertError(
        server.send(
            server
                .request(GENERATIONS)
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))),
        400,
        "invalid_request_error",
        null,
        null);
  }

  @Test
  void a_body_nested_too_deeply_is_malformed(LiveServer server) {
    assertError(
        server.postJson(GENERATIONS, "{\"prompt\":" + "[".repeat(100_000)),
        400,
        "invalid_request_error",
        null,
        null);
  }

  @Test
  void a_missing_prompt_is_named(LiveServer server) {
    JsonNode error =
        assertError(
            server.postJson(GENERATIONS, "{}"),
            400,
            "invalid_request_error",
            "prompt",
            "missing_required_parameter");

    assertThat(error.path("message").stringValue())
        .isEqualTo("Missing required parameter: 'prompt'.");
  }

  @Test
  void another_media_type_is_refused(LiveServer server) {
    for (String path : List.of(GENERATIONS, "/v1/images/edits")) {
      assertError(
          server.send(
              server
                  .request(path)
                  .setHeader("Content-Type", "text/plain")
                  .POST(BodyPublishers.ofString(FOX))),
          400,
          "invalid_request_error",
          null,
          null);
    }
  }

  @Test
  void a_wrong_method_or_path_is_an_error_of_the_api(LiveServer server) {
    HttpResponse<String> get = server.get(GENERATIONS);
    assertError(get, 405, "invalid_request_error", null, "method_not_supported");
    assertThat(get.headers().firstValue("allow").orElseThrow()).contains("POST");

    assertError(server.get("/v1/nowhere"), 404, "invalid_request_error", null, "unknown_url");
  }

  @Test
  void a_form_as_the_java_and_dotnet_sdks_write_it(LiveServer server) {
    byte[] form =
        new Form("=_b1_=")
            .part("name=prompt", "Content-Type: text/plain; charset=utf-8", utf8("winter"))
            .part("name=\"n\"", utf8("2"))
            .part("name=size", utf8("1024x640"))
            .part("name=\"quality\"", utf8("low"))
            .part("name=\"image[]\"", "Content-Type: application/octet-stream", PHOTO)
            .part(
                "name=image; filename=a.png; filename*=utf-8''a.png",
                "Content-Type: text/html",
                PHOTO)
            .end();

    HttpResponse<String> answer =
        server.send(
            server
                .request("/v1/images/edits")
                .setHeader("Content-Type", "multipart/form-data; boundary=\"=_b1_=\"")
                // of unknown length, so chunked
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form))));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
    assertThat(json(answer).path("data").size()).isEqualTo(2);
  }

  @Test
  void a_form_that_breaks_off_is_malformed(LiveServer server) {
    byte[] form = new Form("b1").part("name=\"prompt\"", utf8("winter")).bytes.toByteArray();

    assertError(edit(server, form), 400, "invalid_request_error", null, null);
  }

  @Test
  void a_form_without_a_picture_or_with_a_strange_part_is_refused(LiveServer server) {
    byte[] bare = new Form("b1").part("name=\"prompt\"", utf8("winter")).end();
    byte[] strange =
        new Form("b1")
            .part("name=\"prompt\"", utf8("winter"))
            .part("name=\"image\"", PHOTO)
            .part("name=\"markup\"", PHOTO)
            .end();

    assertError(
        edit(server, bare), 400, "invalid_request_error", "image", "missing_required_parameter");
    assertError(edit(server, strange), 400, "invalid_request_error", "markup", "unknown_parameter");
  }

  @Test
  void a_body_that_announces_too_much_is_refused_before_it_is_sent(LiveServer server)
      throws IOException {
    String answer =
        exchange(
            server,
            """
            POST /v1/images/edits HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer %s\r
            Content-Type: application/json\r
            Content-Length: 99999999999\r
            \r
            """
                .formatted(LiveServer.ADMIN_KEY));

    assertThat(answer).startsWith("HTTP/1.1 413").contains("\"request_too_large\"");
  }

  @Test
  void a_request_that_is_no_http_gets_a_400_with_an_id(LiveServer server) throws IOException {
    String answer =
        exchange(server, "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").containsIgnoringCase("x-request-id: req_");
  }

  @Test
  void an_error_repeats_neither_prompt_nor_key(LiveServer server) {
    String prompt = "the unreleased teapot";
    HttpResponse<String> refused =
        server.postJson(GENERATIONS, "{\"prompt\":\"" + prompt + "\",\"n\":99}");
    HttpResponse<String> scripted =
        server.postJson(
            GENERATIONS, "{\"prompt\":\"" + prompt + " [atelier:refuse-input=violence]\"}");

    for (HttpResponse<String> answer : List.of(refused, scripted)) {
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .doesNotContain("teapot")
          .doesNotContain(LiveServer.ADMIN_KEY)
          .doesNotContain("at dev.atelier");
    }
  }

  private static HttpResponse<String> edit(LiveServer server, byte[] form) {
    return server.send(
        server
            .request("/v1/images/edits")
            .setHeader("Content-Type", "multipart/form-data; boundary=b1")
            .POST(BodyPublishers.ofByteArray(form)));
  }

  private static JsonNode assertError(
      HttpResponse<String> answer,
      int status,
      String type,
      @Nullable String param,
      @Nullable String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("x-request-id").orElseThrow()).startsWith("req_");
    ImagesSchema.assertValid("ErrorResponse", answer.body());
    JsonNode error = json(answer).path("error");
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(given(error.path("param"))).isEqualTo(Optional.ofNullable(param));
    assertThat(given(error.path("code"))).isEqualTo(Optional.ofNullable(code));
    return error;
  }

  private static Optional<String> given(JsonNode node) {
    return node.isNull() ? Optional.empty() : Optional.of(node.stringValue());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  /** What a socket answers until it is closed. */
  private static String exchange(LiveServer server, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.uri("/").getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(utf8(request));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A form, part by part. */
  private record Form(String boundary, ByteArrayOutputStream bytes) {
    Form(String boundary) {
      this(boundary, new ByteArrayOutputStream());
    }

    Form part(String disposition, byte[] content) {
      return headed("Content-Disposition: form-data; " + disposition, content);
    }

    Form part(String disposition, String header, byte[] content) {
      return headed("Content-Disposition: form-data; " + disposition + "\r\n" + header, content);
    }

    private Form headed(String headers, byte[] content) {
      bytes.writeBytes(utf8("--" + boundary + "\r\n" + headers + "\r\n\r\n"));
      bytes.writeBytes(content);
      bytes.writeBytes(utf8("\r\n"));
      return this;
    }

    byte[] end() {
      bytes.writeBytes(utf8("--" + boundary + "--\r\n"));
      return bytes.toByteArray();
    }
  }
}
