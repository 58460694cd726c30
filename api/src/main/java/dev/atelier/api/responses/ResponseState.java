package dev.atelier.api.responses;

import dev.atelier.api.DialectState;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.queue.Job;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a response remembers of its request. Its texts are not stored twice: those that became the
 * prompt are named by where they stand in it. Where a request says more than can be stored, first
 * what was said beside the prompt is forgotten, then the tools that are never called.
 */
final class ResponseState implements DialectState {
  static final String DIALECT = "responses";

  private static final int TEXT_MAX = 16_384;
  private static final String MODEL = "model";
  private static final String BACKGROUND = "background";
  private static final String NOT_STORED = "not_stored";
  private static final String PREVIOUS = "previous_response_id";
  private static final String INSTRUCTIONS = "instructions";
  private static final String METADATA = "metadata";
  private static final String ECHO = "echo";
  private static final String TOOLS = "tools";
  private static final String ITEMS = "items";

  /** Members that hold the customer's words, or where they stood in the prompt. */
  static final Set<String> TEXTS = Set.of(INSTRUCTIONS, METADATA, ECHO, TOOLS, ITEMS);

  private final ObjectNode node;

  private ResponseState(ObjectNode node) {
    this.node = node;
  }

  /**
   * What a request asks for beside its picture.
   *
   * @param model as the caller named it
   * @param store whether the response can be asked for later
   */
  record Asked(
      String model,
      boolean background,
      boolean store,
      Optional<String> previous,
      Map<String, String> metadata,
      ObjectNode echo,
      List<JsonNode> tools) {
    Asked {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata)); // in its order
      tools = List.copyOf(tools);
    }
  }

  static ResponseState of(Asked asked, Said said) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put(MODEL, asked.model());
    if (asked.background()) {
      node.put(BACKGROUND, true);
    }
    if (!asked.store()) {
      node.put(NOT_STORED, true);
    }
    asked.previous().ifPresent(id -> node.put(PREVIOUS, id));
    if (said.instructions() > 0) {
      node.put(INSTRUCTIONS, said.instructions());
    }
    if (!asked.metadata().isEmpty()) {
      ObjectNode metadata = node.putObject(METADATA);
      asked.metadata().forEach(metadata::put);
    }
    node.set(ECHO, asked.echo());
    node.putArray(TOOLS).addAll(asked.tools());
    node.set(ITEMS, said.items());
    return bounded(node);
  }

  private static ResponseState bounded(ObjectNode node) {
    if (tooLong(node)) {
      node.remove(ITEMS);
    }
    if (tooLong(node)) {
      ArrayNode image = JsonNodeFactory.instance.arrayNode();
      node.path(TOOLS).valueStream().filter(ReadTools::isImage).forEach(image::add);
      node.set(TOOLS, image);
    }
    if (tooLong(node)) {
      int metadata = node.path(METADATA).toString().length();
      throw RequestFault.invalid(
          METADATA,
          new Problem.TooLong(TEXT_MAX - (node.toString().length() - metadata), metadata));
    }
    return new ResponseState(node);
  }

  private static boolean tooLong(ObjectNode node) {
    return node.toString().length() > TEXT_MAX;
  }

  /** Of a job that another API made, what an ordinary request says. */
  static ResponseState of(Job job) {
    if (job.dialect().equals(DIALECT)
        && JsonMapper.shared().readTree(job.dialectState()) instanceof ObjectNode stored) {
      return new ResponseState(stored);
    }
    var node = JsonNodeFactory.instance.objectNode().put(MODEL, job.request().order().model());
    node.put(BACKGROUND, !job.interactive());
    return new ResponseState(node);
  }

  String model() {
    return node.path(MODEL).asString("");
  }

  boolean background() {
    return node.path(BACKGROUND).booleanValue(false);
  }

  /** Whether the response can be asked for once it was answered. */
  boolean stored() {
    return !node.path(NOT_STORED).booleanValue(false);
  }

  Optional<String> previous() {
    return Optional.of(node.path(PREVIOUS).asString("")).filter(id -> !id.isEmpty());
  }

  /** How many characters of the prompt's beginning are instructions. */
  int instructions() {
    return node.path(INSTRUCTIONS).intValue(0);
  }

  JsonNode metadata() {
    JsonNode metadata = node.path(METADATA);
    return metadata.isObject() ? metadata : JsonNodeFactory.instance.objectNode();
  }

  /** A field as the request gave it; missing where it did not. */
  JsonNode echo(String name) {
    return node.path(ECHO).path(name);
  }

  /** With its defaults filled in; empty for a job of another API. */
  JsonNode tools() {
    return node.path(TOOLS);
  }

  /** The input, whose texts are named by where they stand in the prompt; may be missing. */
  JsonNode items() {
    return node.path(ITEMS);
  }

  @Override
  public String text() {
    return node.toString();
  }

  /** How this API writes the ids of jobs. */
  static String id(Job job) {
    return JobIdFormat.hex("resp_").of(job.id());
  }
}
