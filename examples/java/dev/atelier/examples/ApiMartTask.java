package dev.atelier.examples;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * APIMart's tasks: submit under a key that makes repeats safe, poll, download {@code apimart.png}.
 */
public final class ApiMartTask {
  private static final String BASE = Server.URL + "/apimart/v1";
  private static final Set<String> ENDED = Set.of("completed", "failed");

  private ApiMartTask() {}

  public static void main(String[] args) throws Exception {
    JsonNode submitted =
        Server.post(
            BASE + "/images/generations",
            Map.of(
                "model", "gpt-image-2",
                "prompt", "an umbrella on a beach",
                "size", "3:2", // the ratio belongs here, not into the prompt
                "resolution", "2k"),
            "Idempotency-Key",
            UUID.randomUUID().toString());
    String id = submitted.at("/data/0/task_id").stringValue();

    JsonNode task =
        Server.poll(() -> {
          JsonNode now = Server.get(BASE + "/tasks/" + id).path("data");
          return Optional.of(now).filter(it -> ENDED.contains(it.path("status").stringValue()));
        });
    if (task.has("error")) {
      throw new IllegalStateException(task.at("/error/message").stringValue());
    }
    Server.download(task.at("/result/images/0/url/0").stringValue(), Path.of("apimart.png"));
  }
}
