package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client sends, the fault is never the server's, and it is told in this API's shape. */
@Timeout(120)
class StrayInputTest {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "1e99",
          "0.5",
          "99999999999999999999",
          "\"\"",
          "\"\\u0000\"",
          "\"é\"",
          "[]",
          "{}",
          "[[[]]]",
          "[null]",
          "{\"url\":null}",
          "{\"openai\":7}",
          "{\"referenceImages\":{\"x\":1}}",
          "\"data:\"",
          "\"http://\"",
          "\"http://[::1\"");
  private static final List<String> FIELDS =
      List.of(
          "taskType",
          "taskUUID",
          "model",
          "positivePrompt",
          "width",
          "height",
          "numberResults",
          "inputs",
          "referenceImages",
          "outputType",
          "outputFormat",
          "outputQuality",
          "deliveryMethod",
          "webhookURL",
          "uploadEndpoint",
          "safety",
          "ttl",
          "includeCost",
          "seed",
          "providerSettings",
          "operation",
          "image",
          "media",
          "search",
          "limit");
  private static final List<String> TYPES =
      List.of(
          "imageInference",
          "getResponse",
          "getTaskDetails",
          "imageUpload",
          "mediaStorage",
          "modelSearch",
          "accountManagement",
          "ping");

  @TempDir Path directory;

  @Test
  void a_task_with_any_fields_replaced_is_answered_below_500() throws Exception {
    var random = new Random(11);
    try (var server = ApiServer.start(directory)) {
      for (int i = 0; i < 500; i++) {
        ObjectNode task = inference("").put("taskType", pick(TYPES, random));
        for (int k = random.nextInt(3); k >= 0; k--) {
          task.set(pick(FIELDS, random), JsonMapper.shared().readTree(pick(VALUES, random)));
        }
        Reply reply = send(server, task);
        assertThat(reply.status()).as("%s: %s", task, reply.body()).isLessThan(500);
        if (reply.status() != 200) {
          assertThat(reply.text("/errors/0/code")).isNotEmpty();
          assertThat(reply.json().path("error")).isEqualTo(reply.json().at("/errors/0"));
        }
      }
    }
  }

  private static String pick(List<String> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }
}
