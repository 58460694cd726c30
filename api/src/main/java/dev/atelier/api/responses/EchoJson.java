package dev.atelier.api.responses;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a response repeats of its request, or what counts where the request says nothing. */
final class EchoJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode ONE = JSON.numberNode(1.0);

  private final Job job;
  private final ResponseState state;

  EchoJson(Job job, ResponseState state) {
    this.job = job;
    this.state = state;
  }

  /** What comes before the output. */
  void before(JsonWriterStream json) throws IOException {
    nullable(json, "instructions", instructions());
    json.field("max_output_tokens", echo("max_output_tokens", JSON.nullNode()))
        .field("max_tool_calls", echo("max_tool_calls", JSON.nullNode()))
        .field("model", state.model());
  }

  /** What comes behind it. */
  void after(JsonWriterStream json) throws IOException {
    json.field("parallel_tool_calls", echo("parallel_tool_calls", JSON.booleanNode(true)));
    nullable(json, ReadFields.PREVIOUS, state.previous());
    json.field("prompt_cache_key", echo("prompt_cache_key", JSON.nullNode()))
        .field("reasoning", reasoning())
        .field("safety_identifier", echo("safety_identifier", JSON.nullNode()))
        .field("service_tier", serviceTier())
        .field("store", state.stored())
        .field("temperature", echo("temperature", ONE))
        .field("text", text())
        .field("tool_choice", echo("tool_choice", JSON.stringNode("auto")))
        .field("tools", tools())
        .field("top_logprobs", echo("top_logprobs", JSON.numberNode(0)))
        .field("top_p", echo("top_p", ONE))
        .field("truncation", echo("truncation", JSON.stringNode("disabled")));
  }

  /** What comes last. */
  void last(JsonWriterStream json) throws IOException {
    json.field("user", echo("user", JSON.nullNode())).field("metadata", state.metadata());
  }

  private Optional<String> instructions() {
    int end = state.instructions();
    return end == 0
        ? Optional.empty()
        : Optional.of(job.request().order().prompt().text().substring(0, end));
  }

  private JsonNode echo(String name, JsonNode usual) {
    JsonNode given = state.echo(name);
    return given.isMissingNode() ? usual : given;
  }

  private JsonNode reasoning() {
    ObjectNode reasoning = JSON.objectNode().putNull("effort").putNull("summary");
    state
        .echo("reasoning")
        .properties()
        .forEach(one -> reasoning.set(one.getKey(), one.getValue()));
    return reasoning;
  }

  private JsonNode text() {
    ObjectNode text = JSON.objectNode();
    text.putObject("format").put("type", "text");
    return text.put("verbosity", state.echo("text").path("verbosity").asString("medium"));
  }

  private JsonNode serviceTier() {
    String given = state.echo("service_tier").asString("auto");
    return JSON.stringNode(given.equals("auto") ? "default" : given);
  }

  private JsonNode tools() {
    JsonNode tools = state.tools();
    return tools.isArray() ? tools : JSON.arrayNode().add(ImageTool.json(job.request().order()));
  }

  private static void nullable(JsonWriterStream json, String name, Optional<String> value)
      throws IOException {
    json.name(name);
    if (value.isPresent()) {
      json.string(value.get());
    } else {
      json.nothing();
    }
  }
}
