package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields that mean something to a text model only, and that answers repeat. What a server
 * without text cannot do is refused.
 */
final class ReadEcho {
  private static final int TEXT_MAX = 512;
  private static final int WORD_MAX = 64;
  private static final List<String> NUMBERS = List.of("temperature", "top_p");
  private static final List<String> COUNTS = List.of("max_output_tokens", "max_tool_calls");
  private static final List<String> TEXTS =
      List.of("prompt_cache_key", "safety_identifier", "user", "service_tier");

  private final JsonNode body;
  private final Fields fields;
  private final ObjectNode echo = JsonNodeFactory.instance.objectNode();

  private ReadEcho(JsonNode body, Fields fields) {
    this.body = body;
    this.fields = fields;
  }

  /**
   * What was given, by the names of the response object.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static ObjectNode of(JsonNode body, Fields fields) {
    return new ReadEcho(body, fields).read();
  }

  private ObjectNode read() {
    NUMBERS.forEach(this::number);
    COUNTS.forEach(name ->
        fields.integer(name, 1, Integer.MAX_VALUE).ifPresent(count -> echo.put(name, count)));
    fields.integer("top_logprobs", 0, 20).ifPresent(count -> echo.put("top_logprobs", count));
    fields.bool("parallel_tool_calls").ifPresent(on -> echo.put("parallel_tool_calls", on));
    fields
        .oneOf("truncation", List.of("auto", "disabled"), Function.identity())
        .ifPresent(word -> echo.put("truncation", word));
    TEXTS.forEach(this::text);
    object("text");
    format();
    words("text", List.of("verbosity"));
    object("reasoning");
    words("reasoning", List.of("effort", "summary"));
    return echo;
  }

  private void number(String name) {
    if (!fields.has(name)) {
      return;
    }
    JsonNode node = body.path(name);
    if (!node.isNumber()) {
      throw RequestFault.invalid(name, new Problem.WrongType("a number", Value.kind(node)));
    }
    if (node.doubleValue() < 0 || node.doubleValue() > 2) {
      throw RequestFault.invalid(name, new Problem.Other("expected a number from 0 to 2."));
    }
    echo.set(name, node);
  }

  private void text(String name) {
    fields
        .text(name)
        .ifPresent(text -> {
          if (text.length() > TEXT_MAX) {
            throw RequestFault.invalid(name, new Problem.TooLong(TEXT_MAX, text.length()));
          }
          echo.put(name, text);
        });
  }

  private void object(String name) {
    JsonNode node = body.path(name);
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw RequestFault.invalid(name, new Problem.WrongType("an object", Value.kind(node)));
    }
  }

  private void format() {
    String type = body.path("text").path("format").path("type").asString("text");
    if (!type.equals("text")) {
      throw RequestFault.invalid(
          "text.format",
          new Problem.Other("this server only generates images and writes no text."));
    }
  }

  /** The short words of an object; whatever else it has says nothing here. */
  private void words(String name, List<String> known) {
    var words = JsonNodeFactory.instance.objectNode();
    for (String word : known) {
      JsonNode node = body.path(name).path(word);
      if (node.isString() && node.stringValue().length() <= WORD_MAX) {
        words.put(word, node.stringValue());
      }
    }
    if (!words.isEmpty()) {
      echo.set(name, words);
    }
  }
}
