package dev.atelier.server.endurance;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A complete HTTP answer.
 *
 * @param headers by name in lower case
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + headers + " " + text.substring(0, Math.min(300, text.length()));
  }
}
