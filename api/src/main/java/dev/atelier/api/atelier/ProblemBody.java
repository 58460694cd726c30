package dev.atelier.api.atelier;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as RFC 9457 has it.
 *
 * @param code the last part of its {@code type}, which programs may compare
 * @param title the same for every problem of that type
 * @param field what is wrong with the request, by the name that its sender used
 * @param categories why content was refused
 */
record ProblemBody(
    int status,
    String code,
    String title,
    String detail,
    Optional<String> field,
    List<String> categories,
    Optional<Duration> retryAfter) {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPE = "urn:atelier:problem:";

  ProblemBody {
    categories = List.copyOf(categories);
  }

  static ProblemBody of(int status, String code, String title, String detail) {
    return new ProblemBody(
        status, code, title, detail, Optional.empty(), List.of(), Optional.empty());
  }

  ProblemBody field(String name) {
    return new ProblemBody(status, code, title, detail, Optional.of(name), categories, retryAfter);
  }

  ProblemBody categories(List<String> names) {
    return new ProblemBody(status, code, title, detail, field, names, retryAfter);
  }

  ProblemBody after(Duration wait) {
    return new ProblemBody(status, code, title, detail, field, categories, Optional.of(wait));
  }

  ObjectNode json() {
    ObjectNode json =
        JsonMapper.shared()
            .createObjectNode()
            .put("type", TYPE + code)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    field.ifPresent(name -> json.put("field", name));
    if (!categories.isEmpty()) {
      categories.forEach(json.putArray("categories")::add);
    }
    return json;
  }
}
