package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.openai.ImagesSchema;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every API is found at every address that plainly means it, and says where to go at all others.
 */
@Timeout(120)
@ExtendWith(SharedServer.class)
class AddressSpellingsTest {
  /** What becomes of an address on its way through clients, settings and proxies. */
  enum Spelling {
    SLASH_IN_FRONT(path -> "/" + path),
    MANY_SLASHES(path -> path.replace("/", "///")),
    SLASH_INSIDE(path -> path.replaceFirst("/([a-z0-9_]+)$", "//$1")),
    SLASH_BEHIND(path -> path + "/"),
    SLASHES_BEHIND(path -> path + "//"),
    NO_VERSION(path -> path.replace("/v1", "")),
    NO_VERSION_AND_SLASHES(path -> "/" + path.replace("/v1", "") + "/"),
    VERSION_TWICE(path -> path.replace("/v1", "/v1/v1")),
    VERSION_THREE_TIMES(path -> path.replace("/v1", "//v1/v1//v1")),
    VERSION_IN_CAPITALS(path -> path.replace("/v1", "/V1")),
    WHOLE_ADDRESS_TWICE(path -> path + path),
    BLANK_BEHIND_THE_BASE(path -> path.replace("/v1", "/v1%20")),
    BLANK_AT_THE_END(path -> path + "%20"),
    DOTS(path -> path.replaceFirst("/v1", "/./v1/x/..")),
    ENCODED_LETTER(path -> path.replaceFirst("/v1", "/%76%31"));

    private final UnaryOperator<String> write;

    Spelling(UnaryOperator<String> write) {
      this.write = write;
    }
  }

  static Stream<Arguments> spellings() {
    return Stream.of(Dialect.values())
        .flatMap(dialect ->
            Stream.of(Spelling.values()).map(spelling -> Arguments.of(dialect, spelling)));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void an_order_is_taken_at_every_spelling(Dialect dialect, Spelling spelling, LiveServer server) {
    String path = spelling.write.apply(dialect.path);

    assertThat(path).isNotEqualTo(dialect.path);
    dialect.assertAccepted(post(server, path, dialect.order()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models",
        "//v1//models/",
        "/v1/v1/models",
        "/openai/openai/v1/models?api-version=2025-04-01-preview",
        "/models/gpt-image-2/",
        "/files",
        "/apimart/models",
        "/apimart/apimart/v1/balance/",
        "/api/jobs",
        "/api/v1/v1/usage",
        "/API/V1/accounts",
        "//healthz",
        "/docs/"
      })
  void whatever_can_be_read_is_found_too(String path, LiveServer server) {
    HttpResponse<String> answer = send(server, "GET", path);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void a_signed_link_and_a_file_of_the_same_form_are_told_apart(LiveServer server) {
    String link =
        json(post(
                server,
                "/v1/images/generations",
                "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"response_format\":\"url\"}"))
            .at("/data/0/url")
            .stringValue();
    URI uri = URI.create(link);

    assertThat(send(server, "GET", "/" + uri.getRawPath() + "?" + uri.getRawQuery()).statusCode())
        .isEqualTo(200);
    Dialect.OPENAI.assertError(
        send(server, "GET", "/files/file-0/content"), 404, "No such", "file-0");
    Dialect.OPENAI.assertError(
        send(server, "GET", uri.getRawPath()), 404, "unknown, expired or was changed");
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, POST, /v1/image/generation, POST /v1/images/generations",
    "OPENAI, POST, /openai/v1/images/edit, POST /openai/v1/images/edits",
    "OPENAI, POST, /v2/images/generations, POST /v1/images/generations",
    "OPENAI, POST, /v1/chat/completions, POST /v1/images/generations",
    "OPENAI, POST, /v1/moderations, POST /v1/images/generations",
    "RESPONSES, POST, /v1/response, POST /v1/responses",
    "RESPONSES, GET, /responses/resp_1/input_item, GET /v1/responses/{id}/input_items",
    "RUNWARE, POST, /runware/v1/images, POST /runware/v1",
    "RUNWARE, POST, /runwear/v1, POST /runware/v1",
    "OPENAI, GET, /v1/model, GET /v1/models",
    "RUNWARE, GET, /runware/v1/tasks, POST /runware/v1",
    "OPENAI, POST, /generate, POST /v1/images/generations",
    "OPENAI, GET, /favicon.ico, POST /v1/images/generations",
    "SEAART, POST, /model/v1/queues/gpt_image_2, POST /model/v1/queue/{endpoint}",
    "SEAART, GET, /v1/queue/gpt_image_2/request/x/status, GET /v1/queue/{endpoint}/requests/{id}/status",
    "SEAART, PUT, /model/v1/queue/x/requests/y/cancle, PUT /model/v1/queue/{endpoint}/requests/{id}/cancel",
    "APIMART, GET, /v1/tasks/x, GET /apimart/v1/tasks/{id}",
    "APIMART, POST, /apimart/v1/image/generations, POST /apimart/v1/images/generations",
    "APIMART, POST, /v1/uploads/images, POST /apimart/v1/uploads/images",
    "APIMART, GET, /apimart/v1/nothing/there, POST /apimart/v1/images/generations",
    "ATELIER, POST, /v1/jobs, POST /api/v1/jobs",
    "ATELIER, GET, /api/v1/job/7/event, GET /api/v1/jobs/{id}/events",
    "ATELIER, POST, /api/v2/jobs, POST /api/v1/jobs",
    "ATELIER, GET, /api/v1/nothing, GET /api/v1/openapi.yaml"
  })
  void an_address_that_leads_nowhere_is_answered_by_the_api_it_resembles(
      Dialect dialect, String method, String path, String address, LiveServer server) {
    if (!address.isEmpty()) {
      dialect.assertError(send(server, method, path), 404, "Try " + address + ".");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void an_address_that_cannot_be_decoded_is_answered_by_its_api(Dialect dialect, LiveServer server)
      throws Exception {
    String shown = dialect == Dialect.SEAART ? "/model/v1/queue/{endpoint}" : dialect.path;
    for (String path :
        new String[] {
          dialect.path + "%",
          dialect.path + "%zz",
          dialect.path + "/%f",
          dialect.path + "%00",
          dialect.path + "%c3%28",
          dialect.path + "%u0031",
          dialect.path + "%0a",
          "/.." + dialect.path
        }) {
      dialect.assertError(RawAnswer.of(server, "POST", path), 400, "try POST " + shown);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void another_method_is_refused_with_those_allowed(Dialect dialect, LiveServer server) {
    for (String method : new String[] {"PATCH", "DELETE", "PUT"}) {
      HttpResponse<String> answer = send(server, method, dialect.path + "/");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
      assertThat(answer.headers().firstValue("content-type").orElse("")).contains("json");
      assertThat(answer.headers().firstValue("allow").orElse("")).contains("POST");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/deployments/gpt-image-2.5-flare/images/generations?api-version=2025-04-01-preview",
        "/openai/deployments/gpt-image-2.5-flare/images/generations",
        "/openai/v1/deployments/gpt-image-2.5-flare/images/generations/?api-version=preview",
        "/deployments/gpt-image-2.5-flare/images/generations?api-version=2024-02-01",
        "/v1/openai/deployments/gpt-image-2.5-flare//images/generations?api-version=x",
        "/openai/openai/deployments/gpt-image-2.5-flare/images/generations"
      })
  void a_deployment_names_the_model(String path, LiveServer server) {
    for (String model : new String[] {"", "\"model\":\"gpt-image-2\",", "\"model\":\"mine\","}) {
      String order = "{" + model + "\"prompt\":\"a fox\",\"size\":\"1024x640\"}";
      HttpResponse<String> answer =
          server.send(
              HttpRequest.newBuilder(URI.create(base(server) + path))
                  .header("api-key", LiveServer.ADMIN_KEY)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(order)));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
      assertThat(server.jobs().getFirst().request().order().model())
          .isEqualTo("gpt-image-2.5-flare");
    }
  }

  @Test
  void a_deployment_takes_edits_as_forms_and_as_json(LiveServer server) {
    String path = "/openai/deployments/gpt-image-2/images/edits?api-version=2025-04-01-preview";
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nwinter\r\n"));
    form.writeBytes(
        ascii("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"));
    form.writeBytes(Pixels.photo(160, 100));
    form.writeBytes(ascii("\r\n--b--\r\n"));
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(path))
                .header("api-key", LiveServer.ADMIN_KEY)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void a_deployment_that_is_no_model_is_named(LiveServer server) {
    HttpResponse<String> answer =
        post(server, "/openai/deployments/dall-e-9/images/generations", Dialect.OPENAI.order());

    Dialect.OPENAI.assertError(answer, 404, "'dall-e-9'");
    assertThat(json(answer).at("/error/code").stringValue()).isEqualTo("model_not_found");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void a_strict_server_refuses_what_the_vendors_refuse(Dialect dialect) {
    try (var strict = LiveServer.start(Map.of("strict", "true"))) {
      for (Spelling spelling : new Spelling[] {Spelling.SLASH_BEHIND, Spelling.SLASH_IN_FRONT}) {
        String path = spelling.write.apply(dialect.path);
        assertThat(post(strict, path, dialect.order()).statusCode()).as(path).isEqualTo(404);
      }
      dialect.assertAccepted(post(strict, dialect.path, dialect.order()));
    }
  }

  private static HttpResponse<String> post(LiveServer server, String path, String body) {
    return server.send(
        request(server, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(LiveServer server, String method, String path) {
    return server.send(request(server, path).method(method, BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder request(LiveServer server, String path) {
    return HttpRequest.newBuilder(URI.create(base(server) + path))
        .header("Authorization", "Bearer " + LiveServer.ADMIN_KEY);
  }

  private static String base(LiveServer server) {
    return "http://127.0.0.1:" + server.uri("/").getPort();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
