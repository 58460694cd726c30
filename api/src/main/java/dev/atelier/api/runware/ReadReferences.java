package dev.atelier.api.runware;

import dev.atelier.api.read.ImageReference;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The pictures that a task works from: each the UUID of a stored one, a URL or base64. */
final class ReadReferences {
  private static final int MAX = 16;

  private ReadReferences() {}

  /**
   * None where none are given; the vendor's own SDK writes them at the top of the task, its page
   * into {@code inputs}.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static List<ImageReference> of(TaskBody task) throws IOException {
    JsonNode nested = task.objectNode("inputs").path("referenceImages");
    return given(nested)
        ? all(task, "inputs.referenceImages", "/inputs/referenceImages", nested)
        : all(task, "referenceImages", "/referenceImages", task.node().path("referenceImages"));
  }

  /**
   * One picture under a member of a task.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static ImageReference one(TaskBody task, String field) throws IOException {
    JsonNode node = task.node().path(field);
    if (!given(node)) {
      throw RequestFault.invalid(field, new Problem.Missing());
    }
    return at(task, field, "/" + field, node);
  }

  private static List<ImageReference> all(
      TaskBody task, String field, String pointer, JsonNode node) throws IOException {
    if (!given(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(at(task, field, pointer, node));
    }
    if (node.isEmpty()) {
      throw RequestFault.invalid(field, new Problem.TooFew(1, 0));
    }
    if (node.size() > MAX) {
      throw RequestFault.invalid(field, new Problem.TooMany(MAX, node.size()));
    }
    var references = new ArrayList<ImageReference>();
    for (int i = 0; i < node.size(); i++) {
      references.add(at(task, field + "[" + i + "]", pointer + "/" + i, node.get(i)));
    }
    return references;
  }

  private static ImageReference at(TaskBody task, String field, String pointer, JsonNode node)
      throws IOException {
    if (node.isString() && TaskBody.UUID.matcher(node.stringValue()).matches()) {
      return new ImageReference.Stored(field, ArtifactId.parse(node.stringValue()));
    }
    return task.references().at(field, pointer, node);
  }

  private static boolean given(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }
}
