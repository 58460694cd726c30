package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the content of one message. Every method throws a {@link FaultException} with {@link
 * RequestFault.InvalidField}.
 */
final class ReadMessage {
  private static final String TEXT = "input_text";
  private static final String IMAGE = "input_image";
  private static final int URL_MAX = 1_024;
  private static final List<String> KINDS = List.of(TEXT, IMAGE);
  private static final List<String> DETAILS = List.of("auto", "low", "high", "original");

  private final String role;
  private final Conversation said;
  private final ReadImageReferences pictures;
  private final Strictness strictness;
  private final ArrayNode parts;

  ReadMessage(String role, Conversation said, ReadImageReferences pictures, Strictness strictness) {
    this.role = role;
    this.said = said;
    this.pictures = pictures;
    this.strictness = strictness;
    this.parts =
        said.items().addObject().put("type", "message").put("role", role).putArray("content");
  }

  /** A text, or a list of parts. */
  void content(String field, String pointer, JsonNode content) throws IOException {
    if (content.isString()) {
      if (content.stringValue().isEmpty() && role.equals("user")) {
        throw RequestFault.invalid(field, new Problem.TooShort(1, 0));
      }
      text(content.stringValue());
    } else if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        part(field + "[" + i + "]", pointer + "/" + i, content.get(i));
      }
    } else if (content.isMissingNode() || content.isNull()) {
      throw RequestFault.invalid(field, new Problem.Missing());
    } else {
      throw RequestFault.invalid(
          field, new Problem.WrongType("a string or an array of parts", Value.kind(content)));
    }
  }

  private void part(String field, String pointer, JsonNode part) throws IOException {
    if (!part.isObject()) {
      throw RequestFault.invalid(field, new Problem.WrongType("an object", Value.kind(part)));
    }
    Fields fields = Fields.ofJson(field + ".", part, strictness);
    if (!fields.has("type")) {
      throw fields.invalid("type", new Problem.Missing());
    }
    String type = fields.text("type").orElseThrow();
    switch (type) {
      case TEXT, "output_text" -> text(words(fields));
      case IMAGE -> image(fields, field, pointer, part);
      case "refusal" -> text(fields.text("refusal").orElse(""));
      default -> other(type, fields, field, pointer, part);
    }
  }

  /** What the same parts are called in chats is understood unless the server is strict. */
  private void other(String type, Fields fields, String field, String pointer, JsonNode part)
      throws IOException {
    if (strictness.lenient() && type.equals("text")) {
      text(words(fields));
    } else if (strictness.lenient() && type.equals("image_url")) {
      image(fields, field, pointer, part);
    } else {
      throw fields.invalid("type", new Problem.NotOneOf(type, KINDS));
    }
  }

  private static String words(Fields fields) {
    if (!fields.has("text")) {
      throw fields.invalid("text", new Problem.Missing());
    }
    return fields.text("text").orElseThrow();
  }

  private void text(String text) {
    ObjectNode part =
        parts.addObject().put("type", role.equals("assistant") ? "output_text" : TEXT);
    switch (role) {
      case "user" -> said.user(part, text);
      case "assistant" -> said.aside(part, text);
      default -> said.guidance(part, text);
    }
  }

  private void image(Fields fields, String field, String pointer, JsonNode part)
      throws IOException {
    String detail = fields.oneOf("detail", DETAILS, Function.identity()).orElse("auto");
    ImageReference picture = pictures.at(field, pointer, part);
    ObjectNode listed = parts.addObject().put("type", IMAGE).put("detail", detail);
    said.picture(listed, picture);
    switch (picture) {
      case ImageReference.Uploaded(_, _, var name) -> listed.put("file_id", name);
      case ImageReference.Remote(_, var url) when url.toString().length() <= URL_MAX ->
          listed.put("image_url", url.toString());
      case ImageReference.Remote _, ImageReference.Inline _, ImageReference.Stored _ -> {
        // too long to be told again: a link to it is
      }
    }
  }
}
