package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.openai.ImagesSchema;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One event of a stream: exactly a name line and a data line. */
record Event(String name, JsonNode data) {

  /** Every event of a stream, comments left out. */
  static List<Event> all(String stream) {
    assertThat(stream).endsWith("\n\n").doesNotContain("\r").doesNotContain("[DONE]");
    return Stream.of(stream.split("\n\n"))
        .filter(frame -> !frame.startsWith(":"))
        .map(Event::of)
        .toList();
  }

  private static Event of(String frame) {
    List<String> lines = frame.lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("event: ");
    assertThat(lines.get(1)).startsWith("data: {");
    String name = lines.get(0).substring("event: ".length());
    JsonNode data = JsonMapper.shared().readTree(lines.get(1).substring("data: ".length()));
    assertThat(data.path("type").stringValue()).isEqualTo(name);
    return new Event(name, data);
  }

  void assertPublished() {
    ImagesSchema.assertValid(shape(), data.toString());
  }

  private String shape() {
    return switch (name) {
      case "image_generation.partial_image" -> "ImageGenPartialImageEvent";
      case "image_generation.completed" -> "ImageGenCompletedEvent";
      case "image_edit.partial_image" -> "ImageEditPartialImageEvent";
      case "image_edit.completed" -> "ImageEditCompletedEvent";
      case "error" -> "StreamErrorEvent";
      default -> {
        if (!name.startsWith("response.")) {
          throw new AssertionError("no such event: " + name);
        }
        yield "ResponsesStreamEvent";
      }
    };
  }
}
