package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The APIs of the server: for each, one order of a small picture and where its errors say what. */
enum Dialect {
  OPENAI("/v1/images/generations", 200, "/error/message", "/v1/images/edits"),
  RESPONSES("/v1/responses", 200, "/error/message", "") {
    @Override
    String order() {
      return "{\"model\":\"gpt-5\",\"input\":\"a red fox\",\"tools\":[{\"type\":\"image_generation\"}]}";
    }
  },
  SEAART("/model/v1/queue/gpt_image_2", 200, "/detail", "/api/v1/storage/files"),
  APIMART("/apimart/v1/images/generations", 200, "/error/message", "/apimart/v1/uploads/images"),
  RUNWARE("/runware/v1", 200, "/errors/0/message", "") {
    @Override
    String order() {
      return "[{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",\"model\":\"openai:gpt-image@2\","
              .formatted(UUID.randomUUID())
          + "\"positivePrompt\":\"a red fox\",\"width\":1024,\"height\":1024}]";
    }
  },
  ATELIER("/api/v1/jobs", 202, "/detail", "/api/v1/artifacts");

  final String path;
  final String upload;
  private final int accepted;
  private final String message;

  Dialect(String path, int accepted, String message, String upload) {
    this.path = path;
    this.accepted = accepted;
    this.message = message;
    this.upload = upload;
  }

  /** One small picture; where orders have ids, another one each time. */
  String order() {
    return "{\"prompt\":\"a red fox\",\"size\":\"1024x1024\"}";
  }

  /** Those that take files as forms. */
  static Stream<Dialect> uploading() {
    return Stream.of(values()).filter(dialect -> !dialect.upload.isEmpty());
  }

  /** Those whose answers have links of ours. */
  static Stream<Dialect> linking() {
    return Stream.of(values()).filter(dialect -> dialect != RESPONSES);
  }

  void assertAccepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(accepted);
    assertThat(answer.headers().firstValue("x-atelier-job")).isPresent();
  }

  /** Fails unless it is an error of this API whose message has these words. */
  void assertError(HttpResponse<String> answer, int status, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type").orElse("")).contains("json");
    assertThat(answer.headers().firstValue("x-request-id").orElse("")).startsWith("req_");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
    JsonNode body = JsonMapper.shared().readTree(answer.body());
    String said = body.at(message).stringValue("");
    assertThat(List.of(words))
        .as(answer.body())
        .allSatisfy(word -> assertThat(said).containsIgnoringCase(word));
    boolean own = answer.headers().firstValue("content-type").orElse("").contains("problem");
    assertThat(own).isEqualTo(this == ATELIER);
    assertThat(body.at("/error/param").isMissingNode())
        .isEqualTo(this != OPENAI && this != RESPONSES);
  }
}
