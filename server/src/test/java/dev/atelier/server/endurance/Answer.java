package dev.atelier.server.endurance;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A complete HTTP answer.
 *
 * @param headers by name in lower case
 */
record Answer(int status, Map<String, String> headers, byte[] body) {
  Answer {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + headers + " " + text.substring(0, Math.min(300, text.length()));
  }
}
