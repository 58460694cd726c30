package dev.atelier.api.runware;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes tasks, and sends them by HTTP. */
final class Tasks {
  static final String PATH = "/runware/v1";

  private Tasks() {}

  /** An image task with what is required, and with these further fields. */
  static ObjectNode inference(String fields) {
    ObjectNode task = task("imageInference");
    task.put("model", "openai:gpt-image@2")
        .put("positivePrompt", "a paper boat on a puddle")
        .put("width", 1024)
        .put("height", 1024)
        .put("outputFormat", "PNG");
    task.setAll((ObjectNode) JsonMapper.shared().readTree("{" + fields + "}"));
    return task;
  }

  static ObjectNode task(String type) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("taskType", type)
        .put("taskUUID", UUID.randomUUID().toString());
  }

  static ObjectNode ping() {
    return JsonMapper.shared().createObjectNode().put("taskType", "ping").put("ping", true);
  }

  static ObjectNode authentication(String key) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("taskType", "authentication")
        .put("apiKey", key);
  }

  static String uuid(JsonNode task) {
    return task.path("taskUUID").stringValue();
  }

  static Reply send(ApiServer server, JsonNode... tasks) throws Exception {
    return server.post(PATH, array(tasks));
  }

  static String array(JsonNode... tasks) {
    var array = JsonMapper.shared().createArrayNode();
    for (JsonNode task : tasks) {
      array.add(task);
    }
    return array.toString();
  }
}
