package dev.atelier.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Runware's HTTP API: an asynchronous task, asked about until it is done. Writes a WebP. */
public final class RunwareTask {
  private RunwareTask() {}

  public static void main(String[] args) throws Exception {
    String tasks = Server.URL + "/runware/v1";
    String uuid = UUID.randomUUID().toString(); // names the task: sent again, it costs nothing
    Server.post(
        tasks,
        List.of(
            Map.of(
                "taskType", "imageInference",
                "taskUUID", uuid,
                "model", "openai:gpt-image@2",
                "positivePrompt", "a lighthouse above a quiet harbour",
                "width", 512, // too small for the model: made larger and scaled down
                "height", 512,
                "outputFormat", "WEBP",
                "deliveryMethod", "async")));

    JsonNode image =
        Server.poll(() -> {
          var question = Map.of("taskType", "getResponse", "taskUUID", uuid);
          JsonNode state = Server.post(tasks, List.of(question));
          if (state.has("errors")) {
            throw new IllegalStateException(state.at("/errors/0/message").stringValue());
          }
          return Optional.of(state.at("/data/0"))
              .filter(it -> it.path("status").stringValue().equals("success"));
        });
    Server.download(image.path("imageURL").stringValue(), Path.of("runware.webp"));
  }
}
