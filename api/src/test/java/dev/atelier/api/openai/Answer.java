package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got. */
record Answer(HttpResponse<String> http) {
  int status() {
    return http.statusCode();
  }

  String body() {
    return http.body();
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body());
  }

  Optional<String> header(String name) {
    return http.headers().firstValue(name);
  }

  /** The frames of an event stream, comments left out. */
  List<Event> events() {
    return Stream.of(body().split("\n\n"))
        .filter(frame -> !frame.startsWith(":") && !frame.isEmpty())
        .map(Event::of)
        .toList();
  }

  /** Fails unless this is an error with exactly these values, in the published shape. */
  JsonNode assertError(int status, String type, Object param, Object code) {
    assertThat(status()).as(body()).isEqualTo(status);
    ImagesSchema.assertValid("ErrorResponse", body());
    assertThat(header("content-type")).hasValue("application/json");
    JsonNode error = json().path("error");
    assertThat(error.path("type").stringValue()).isEqualTo(type);
    assertThat(nullable(error.path("param"))).isEqualTo(param);
    assertThat(nullable(error.path("code"))).isEqualTo(code);
    return error;
  }

  private static Object nullable(JsonNode node) {
    return node.isNull() ? "null" : node.stringValue();
  }

  /** One event: exactly a name line and a data line. */
  record Event(String name, JsonNode data) {
    static Event of(String frame) {
      List<String> lines = frame.lines().toList();
      assertThat(lines).as(frame).hasSize(2);
      assertThat(lines.get(0)).startsWith("event: ");
      assertThat(lines.get(1)).startsWith("data: ");
      String name = lines.get(0).substring("event: ".length());
      JsonNode data = JsonMapper.shared().readTree(lines.get(1).substring("data: ".length()));
      assertThat(data.path("type").stringValue()).isEqualTo(name);
      return new Event(name, data);
    }
  }
}
