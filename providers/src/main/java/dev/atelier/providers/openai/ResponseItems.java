package dev.atelier.providers.openai;

import dev.atelier.http.wire.Spooled;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the items of a response say, whether they came one by one or all at its end. */
final class ResponseItems {
  private static final int IMAGES_MAX = 16;

  private final Set<String> images = new HashSet<>();
  private Optional<JsonNode> image = Optional.empty();
  private Optional<JsonNode> failed = Optional.empty();
  private Optional<String> text = Optional.empty();

  void add(JsonNode item) {
    switch (item.path("type").asString("")) {
      case "image_generation_call" -> image(item);
      case "message" -> item.path("content").forEach(this::part);
      default -> {}
    }
  }

  /** The first call that has an image. */
  Optional<JsonNode> image() {
    return image;
  }

  /** How many images came, 16 at most. */
  int images() {
    return images.size();
  }

  /** A call that failed, with its error. */
  Optional<JsonNode> failed() {
    return failed;
  }

  /** What the text model wrote or why it refused. */
  Optional<String> text() {
    return text;
  }

  private void image(JsonNode item) {
    boolean made = Spooled.at(item.path("result")).filter(one -> one.bytes() > 0).isPresent();
    if (made) {
      image = image.or(() -> Optional.of(item));
      if (images.size() < IMAGES_MAX) {
        images.add(item.path("id").asString(""));
      }
    } else if (item.path("error").isObject()) {
      failed = failed.or(() -> Optional.of(item));
    }
  }

  private void part(JsonNode part) {
    String said = part.path("refusal").asString(part.path("text").asString(""));
    if (text.isEmpty() && !said.isBlank()) {
      text = Optional.of(said.strip());
    }
  }
}
