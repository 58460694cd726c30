package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.queue.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The input of a response, item by item, with links to the pictures that came in it. Of a request
 * that said more than is stored it is what became the prompt.
 */
final class InputItems {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JobIdFormat MESSAGE = JobIdFormat.hex("msg_");
  private static final int PAGE_MAX = 100;
  private static final int PAGE_USUAL = 20;
  private static final String ID = "id";
  private static final String OLDEST_FIRST = "asc";

  private final Job job;
  private final String prompt;
  private final ResponseState state;
  private final IntFunction<Optional<String>> links;

  /**
   * @param links to the pictures that the job works from, by their index
   */
  InputItems(Job job, IntFunction<Optional<String>> links) {
    this.job = job;
    this.links = links;
    this.prompt = job.request().order().prompt().shown().orElse("");
    this.state = ResponseState.of(job);
  }

  /** A page of the list, as the query wants it. */
  byte[] page(Fields query) throws IOException {
    int limit = query.integer("limit", 1, PAGE_MAX).orElse(PAGE_USUAL);
    boolean oldestFirst =
        query
            .oneOf("order", List.of(OLDEST_FIRST, "desc"), Function.identity())
            .filter(OLDEST_FIRST::equals)
            .isPresent();
    List<ObjectNode> all = oldestFirst ? items() : items().reversed();
    int from = query.text("after").map(id -> behind(query, all, id)).orElse(0);
    int to = Math.min(all.size(), from + limit);
    return written(all.subList(from, to), to < all.size());
  }

  private static int behind(Fields query, List<ObjectNode> items, String id) {
    return IntStream.range(0, items.size())
            .filter(i -> items.get(i).path(ID).asString("").equals(id))
            .findFirst()
            .orElseThrow(
                () -> query.invalid("after", new Problem.Other("expected the id of an item.")))
        + 1;
  }

  private List<ObjectNode> items() {
    var items = new ArrayList<ObjectNode>();
    if (state.items().isArray()) {
      state.items().forEach(item -> items.add(item(item, items.size())));
    } else {
      items.add(wholePrompt());
    }
    return items;
  }

  private ObjectNode item(JsonNode stored, int index) {
    ObjectNode item = JSON.objectNode().put(ID, id(stored, index));
    stored.properties().forEach(one -> item.set(one.getKey(), one.getValue()));
    item.put("status", "completed");
    if (stored.path("content").isArray()) {
      var content = item.putArray("content");
      stored.path("content").forEach(part -> content.add(part(part)));
    } else {
      item.putNull("result");
    }
    return item;
  }

  private String id(JsonNode stored, int index) {
    String message = "%s%02x".formatted(MESSAGE.of(job.id()), index);
    return stored.path(ID).asString(message);
  }

  private ObjectNode part(JsonNode stored) {
    ObjectNode part = JSON.objectNode();
    stored
        .properties()
        .forEach(one -> {
          JsonNode value = one.getValue();
          switch (one.getKey()) {
            case "at" -> part.put("text", said(value));
            case "input" ->
                links.apply(value.intValue(0)).ifPresent(url -> part.put("image_url", url));
            default -> part.set(one.getKey(), value);
          }
        });
    if (stored.path("type").asString("").equals("output_text")) {
      part.putArray("annotations");
    }
    return part;
  }

  private String said(JsonNode at) {
    return prompt.substring(at.path(0).intValue(0), at.path(1).intValue(0));
  }

  private ObjectNode wholePrompt() {
    ObjectNode item =
        JSON.objectNode()
            .put(ID, "%s%02x".formatted(MESSAGE.of(job.id()), 0))
            .put("type", "message")
            .put("status", "completed")
            .put("role", "user");
    item.putArray("content")
        .addObject()
        .put("type", "input_text")
        .put("text", prompt.substring(Math.min(state.instructions(), prompt.length())).strip());
    return item;
  }

  private static byte[] written(List<ObjectNode> page, boolean more) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var json = new JsonWriterStream(bytes).beginObject().field("object", "list");
    json.name("data").beginArray();
    for (ObjectNode item : page) {
      json.node(item);
    }
    json.endArray();
    id(json, "first_id", page.stream().findFirst());
    id(json, "last_id", page.isEmpty() ? Optional.empty() : Optional.of(page.getLast()));
    json.field("has_more", more).endObject();
    return bytes.toByteArray();
  }

  private static void id(JsonWriterStream json, String name, Optional<ObjectNode> item)
      throws IOException {
    json.field(name, item.map(one -> one.path(ID)).orElseGet(JSON::nullNode));
  }
}
