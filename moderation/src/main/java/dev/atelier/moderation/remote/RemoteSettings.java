package dev.atelier.moderation.remote;

import dev.atelier.moderation.WhenAway;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A server with OpenAI's moderations API, of the operator's choice.
 *
 * @param baseUrl what its path {@code /moderations} is added to, such as {@code
 *     https://api.openai.com/v1}
 * @param key sent as a bearer; never printed
 * @param timeout of one question, whatever is sent
 * @param thresholds by category, the score from which it is refused; where there is none, the
 *     server's own word counts
 * @param pictures whether it is shown pictures too
 */
public record RemoteSettings(
    URI baseUrl,
    Optional<String> key,
    String model,
    Duration timeout,
    Map<String, Double> thresholds,
    WhenAway whenAway,
    boolean pictures) {
  public RemoteSettings {
    thresholds = Map.copyOf(thresholds);
    thresholds.forEach((category, score) -> {
      if (!(score >= 0 && score <= 1)) {
        throw new IllegalArgumentException(
            "category %s: a score of 0 to 1 expected, got %s".formatted(category, score));
      }
    });
    boolean http = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
    if (!http || baseUrl.getHost() == null) {
      throw new IllegalArgumentException("an http or https URL expected");
    }
  }

  URI endpoint() {
    String base = baseUrl.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "moderations");
  }

  @Override
  public String toString() {
    return "RemoteSettings[" + endpoint().getHost() + ", " + model + "]";
  }
}
