package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the input of a request: a text or a list of items. What only a text model could make use of
 * is passed over. Every method throws a {@link FaultException} with {@link
 * RequestFault.InvalidField}.
 */
final class ReadInput {
  static final String FIELD = "input";

  private static final String MESSAGE = "message";
  private static final String IMAGE_CALL = "image_generation_call";
  private static final String REFERENCE = "item_reference";
  private static final List<String> KINDS = List.of(MESSAGE, IMAGE_CALL, REFERENCE);
  private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");

  /** What text models and their tools leave behind in a conversation. */
  private static final Pattern PASSED_OVER =
      Pattern.compile("[a-z_]+_call(?:_output)?|reasoning|compaction|mcp_[a-z_]+");

  private final ReadImageReferences pictures;
  private final Strictness strictness;
  private final Conversation said = new Conversation();

  ReadInput(ReadImageReferences pictures, Strictness strictness) {
    this.pictures = pictures;
    this.strictness = strictness;
  }

  /**
   * @param instructions what comes before everything else in the prompt
   */
  Said read(JsonNode body, String instructions) throws IOException {
    JsonNode input = body.path(FIELD);
    if (input.isMissingNode() || input.isNull()) {
      throw RequestFault.invalid(FIELD, new Problem.Missing());
    }
    if (input.isString()) {
      message("user").content(FIELD, "", input);
    } else if (input.isArray()) {
      items(input);
    } else {
      throw RequestFault.invalid(
          FIELD, new Problem.WrongType("a string or an array of items", Value.kind(input)));
    }
    return said.end(instructions);
  }

  private void items(JsonNode input) throws IOException {
    if (input.isEmpty()) {
      throw RequestFault.invalid(FIELD, new Problem.TooFew(1, 0));
    }
    for (int i = 0; i < input.size(); i++) {
      item(FIELD + "[" + i + "]", "/" + FIELD + "/" + i, input.get(i));
    }
  }

  private void item(String field, String pointer, JsonNode item) throws IOException {
    if (!item.isObject()) {
      throw RequestFault.invalid(field, new Problem.WrongType("an object", Value.kind(item)));
    }
    Fields fields = Fields.ofJson(field + ".", item, strictness);
    String type = fields.text("type").orElse(MESSAGE);
    switch (type) {
      case MESSAGE -> {
        String role = role(fields);
        message(role).content(field + ".content", pointer + "/content", item.path("content"));
      }
      case IMAGE_CALL -> call(fields, field, pointer + "/result", item);
      case REFERENCE -> reference(fields, field);
      default -> {
        if (!PASSED_OVER.matcher(type).matches()) {
          throw fields.invalid("type", new Problem.NotOneOf(type, KINDS));
        }
      }
    }
  }

  private static String role(Fields fields) {
    if (!fields.has("role")) {
      throw fields.invalid("role", new Problem.Missing());
    }
    return fields.oneOf("role", ROLES, Function.identity()).orElseThrow();
  }

  private ReadMessage message(String role) {
    return new ReadMessage(role, said, pictures, strictness);
  }

  /** One that brings its picture along is taken at its word. */
  private void call(Fields fields, String field, String pointer, JsonNode item) throws IOException {
    JsonNode result = item.path("result");
    boolean given = !result.isMissingNode() && !result.isNull();
    String id = given ? fields.text("id").orElse("") : fields.requiredText("id");
    said.made(
        new EarlierImage(
            given ? field : field + ".id",
            id,
            given
                ? Optional.of(pictures.at(field + ".result", pointer, result))
                : Optional.empty()));
    listed(id);
  }

  /** Only pictures can be referred to; other items have nothing to say here. */
  private void reference(Fields fields, String field) {
    String id = fields.requiredText("id");
    if (id.startsWith("ig_")) {
      said.made(new EarlierImage(field + ".id", id, Optional.empty()));
      listed(id);
    }
  }

  private void listed(String id) {
    ObjectNode item = said.items().addObject().put("type", IMAGE_CALL);
    if (!id.isEmpty()) {
      item.put("id", id);
    }
  }
}
