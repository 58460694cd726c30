package dev.atelier.examples;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** SeaArt's queue: create, poll, fetch. Writes {@code seaart.jpg}. */
public final class SeaArtTask {
  private SeaArtTask() {}

  public static void main(String[] args) throws Exception {
    JsonNode task =
        Server.post(
            Server.URL + "/model/v1/queue/gpt_image_2",
            Map.of(
                "prompt", "a penguin on an ice floe",
                "size", "1024x1024",
                "output_format", "jpeg")); // smaller, and faster made than PNG

    JsonNode ended =
        Server.poll(() -> {
          JsonNode status = Server.get(task.path("status_url").stringValue());
          return Optional.of(status)
              .filter(it -> it.path("status").stringValue().equals("COMPLETED"));
        });
    if (ended.has("error")) { // there is no word for failure
      throw new IllegalStateException(ended.path("error").stringValue());
    }
    JsonNode result = Server.get(task.path("response_url").stringValue());
    Server.download(result.at("/outputs/0/url").stringValue(), Path.of("seaart.jpg"));
  }
}
