package dev.atelier.api.responses;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the image tool among a request's tools. Others are never called, as if the model did not
 * want to.
 */
final class ReadTools {
  static final String IMAGE = "image_generation";

  private static final String FIELD = "tools";
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "action",
          "model",
          "size",
          "quality",
          "output_format",
          "output_compression",
          "background",
          "moderation",
          "partial_images",
          "input_image_mask",
          "input_fidelity");

  private ReadTools() {}

  /**
   * The tools of a request.
   *
   * @param all as they were given, with an image tool added where only an image model was named
   * @param index of the image tool
   */
  record Tools(List<JsonNode> all, int index) {
    Tools {
      all = List.copyOf(all);
    }

    JsonNode image() {
      return all.get(index);
    }

    /** The caller's name for the image tool. */
    String name() {
      return FIELD + "[" + index + "]";
    }

    Fields fields(Strictness strictness) {
      Fields fields = Fields.ofJson(name() + ".", image(), strictness);
      fields.only(KNOWN);
      return fields;
    }
  }

  /**
   * @param needless whether the request means pictures also without the tool
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static Tools of(JsonNode body, boolean needless) {
    JsonNode given = body.path(FIELD);
    if (!given.isArray() && !given.isMissingNode() && !given.isNull()) {
      throw RequestFault.invalid(FIELD, new Problem.WrongType("an array", Value.kind(given)));
    }
    var all = new ArrayList<JsonNode>();
    var images = new ArrayList<Integer>();
    for (JsonNode tool : given) {
      require(FIELD + "[" + all.size() + "]", tool);
      if (isImage(tool)) {
        images.add(all.size());
      }
      all.add(tool);
    }
    if (images.size() > 1) {
      throw RequestFault.invalid(
          FIELD, new Problem.Other("give one tool of the type '" + IMAGE + "', not several."));
    }
    if (!images.isEmpty()) {
      return new Tools(all, images.getFirst());
    }
    if (!needless) {
      throw RequestFault.invalid(
          FIELD,
          new Problem.Other(
              "this server only generates images: give a tool of the type '" + IMAGE + "'."));
    }
    all.add(JsonNodeFactory.instance.objectNode().put("type", IMAGE));
    return new Tools(all, all.size() - 1);
  }

  static boolean isImage(JsonNode tool) {
    return tool.path("type").asString("").equals(IMAGE);
  }

  private static void require(String name, JsonNode tool) {
    if (!tool.isObject()) {
      throw RequestFault.invalid(name, new Problem.WrongType("an object", Value.kind(tool)));
    }
    JsonNode type = tool.path("type");
    if (type.isMissingNode() || type.isNull()) {
      throw RequestFault.invalid(name + ".type", new Problem.Missing());
    }
    if (!type.isString()) {
      throw RequestFault.invalid(
          name + ".type", new Problem.WrongType("a string", Value.kind(type)));
    }
  }
}
