package dev.atelier.api.runware;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One task as it was read, its images on disk until it is closed. Used by one thread at a time. */
record TaskBody(
    JsonNode node,
    TaskHead head,
    ReadImageReferences references,
    Uploads uploads,
    Strictness strictness)
    implements AutoCloseable {
  static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  /** What is documented of the images of a task. */
  static final ReferenceForms IMAGES =
      new ReferenceForms(
          "referenceImages",
          "maskImage",
          false,
          false,
          true,
          List.of("url", "image_url", "b64_json"),
          "",
          true,
          Integer.MAX_VALUE);

  /** Where the members stand that hold images, of any task. */
  private static final Pattern PLACES =
      Pattern.compile(
          "/(?:inputs/referenceImages|referenceImages|image|media|seedImage|maskImage)"
              + "(?:/[0-9]+)?(?:/(?:url|image_url|b64_json))?");

  static boolean holdsImage(String pointer) {
    return PLACES.matcher(pointer).matches();
  }

  Fields fields() {
    return Fields.ofJson("", node, strictness);
  }

  /**
   * The id that every task but a few has.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  String uuid() {
    String uuid = fields().requiredText("taskUUID");
    if (!UUID.matcher(uuid).matches()) {
      throw RequestFault.invalid("taskUUID", new Problem.Other("must be a UUID."));
    }
    return uuid;
  }

  /**
   * An object in it by its dotted path; an empty one where it is not given.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  Fields object(String path) {
    return Fields.ofJson(path + ".", objectNode(path), strictness);
  }

  JsonNode objectNode(String path) {
    JsonNode at = node;
    for (String name : path.split("\\.")) {
      at = at.path(name);
    }
    if (at.isMissingNode() || at.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!at.isObject()) {
      throw RequestFault.invalid(path, new Problem.WrongType("an object", Value.kind(at)));
    }
    return at;
  }

  @Override
  public void close() {
    uploads.close();
  }
}
