package dev.atelier.providers.runware;

import dev.atelier.providers.upstream.BilledUsd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a task stands by one answer, which always says all of it.
 *
 * @param known whether it speaks of a task at all
 * @param images what is finished
 * @param working how many images are still being made
 * @param begun how much of those is done, each 0..1
 * @param error the envelope of what failed; empty if nothing did
 */
record TaskState(boolean known, List<TaskImage> images, int working, double begun, JsonNode error) {

  /** An item that failed may stand among the others, with its error inside. */
  static TaskState of(JsonNode answer) {
    List<JsonNode> items = items(answer.path("data"));
    var images = new ArrayList<TaskImage>();
    int working = 0;
    double begun = 0;
    JsonNode error = error(answer);
    for (int position = 0; position < items.size(); position++) {
      JsonNode item = items.get(position);
      if (item.path("imageURL").isString()) {
        images.add(image(item, position));
      } else if (item.path("status").asString("").equals("error")) {
        error = error.isEmpty() ? envelope(item) : error;
      } else {
        working++;
        begun += Math.clamp(item.path("progress").asDouble(0) / 100, 0, 1);
      }
    }
    boolean known = items.stream().anyMatch(item -> item.path("taskUUID").isString());
    return new TaskState(known, List.copyOf(images), working, begun, error);
  }

  /** Whether an answer that is no success says that the task failed, not that asking for it did. */
  static boolean tellsFailure(JsonNode answer, String taskUuid) {
    return items(answer.path("errors")).stream()
        .anyMatch(error ->
            error.path("taskUUID").asString("").equals(taskUuid)
                && error.path("status").asString("").equals("error"));
  }

  /** What the finished images cost together; empty where one does not say. */
  Optional<BigDecimal> billed() {
    var byId = new HashMap<String, TaskImage>();
    images.forEach(image -> byId.put(image.id(), image));
    boolean told = byId.values().stream().allMatch(image -> image.usd().isPresent());
    return told
        ? byId.values().stream().flatMap(image -> image.usd().stream()).reduce(BigDecimal::add)
        : Optional.empty();
  }

  boolean failed() {
    return !error.isEmpty();
  }

  private static JsonNode error(JsonNode answer) {
    boolean told = !items(answer.path("errors")).isEmpty() || answer.path("error").isObject();
    return told ? answer : JsonNodeFactory.instance.objectNode();
  }

  private static JsonNode envelope(JsonNode item) {
    JsonNode error = item.path("error").isObject() ? item.path("error") : item;
    return JsonNodeFactory.instance.objectNode().set("error", error);
  }

  private static TaskImage image(JsonNode item, int position) {
    String url = item.path("imageURL").asString();
    JsonNode seed = item.path("seed");
    return new TaskImage(
        item.path("imageUUID").asString(url),
        position,
        url,
        seed.canConvertToLong() && seed.isIntegralNumber()
            ? OptionalLong.of(seed.asLong())
            : OptionalLong.empty(),
        BilledUsd.of(item.path("cost")));
  }

  /** Some answers hold one object where others have an array. */
  private static List<JsonNode> items(JsonNode node) {
    if (node.isObject()) {
      return List.of(node);
    }
    var items = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(items::add);
    }
    return items;
  }
}
