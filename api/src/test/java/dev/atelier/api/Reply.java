package dev.atelier.api;

import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got. */
public record Reply(HttpResponse<String> http) {
  public int status() {
    return http.statusCode();
  }

  public String body() {
    return http.body();
  }

  public JsonNode json() {
    return JsonMapper.shared().readTree(body());
  }

  /** The text at a JSON pointer; empty if there is none. */
  public String text(String pointer) {
    JsonNode node = json().at(pointer);
    return node.isString() ? node.stringValue() : "";
  }

  public Optional<String> header(String name) {
    return http.headers().firstValue(name);
  }
}
