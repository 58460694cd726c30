package dev.atelier.api.atelier;

import dev.atelier.api.ImageReference;
import dev.atelier.api.ReadImageReferences;
import dev.atelier.api.Value;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The pictures that a job works from: URL, data URL or base64 as a string, or one of them as {@code
 * {"url"}} or {@code {"b64_json"}}, or an artifact as {@code {"artifact"}}.
 */
final class ReadImages {
  static final String IMAGES = "images";
  static final String MASK = "mask";
  private static final String ARTIFACT = "artifact";

  private ReadImages() {}

  /**
   * @param refs took the long strings out of {@code body} while it was read
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static List<ImageReference> images(JsonNode body, ReadImageReferences refs, int max)
      throws IOException {
    JsonNode node = body.path(IMAGES);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw RequestFault.invalid(
          IMAGES, new Problem.WrongType("an array of pictures", new Value.Json(node).kind()));
    }
    if (node.size() > max) {
      throw RequestFault.invalid(IMAGES, new Problem.TooMany(max, node.size()));
    }
    var images = new ArrayList<ImageReference>();
    for (int i = 0; i < node.size(); i++) {
      images.add(one(IMAGES + "[" + i + "]", "/" + IMAGES + "/" + i, node.get(i), refs));
    }
    return List.copyOf(images);
  }

  static Optional<ImageReference> mask(JsonNode body, ReadImageReferences refs) throws IOException {
    JsonNode node = body.path(MASK);
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(one(MASK, "/" + MASK, node, refs));
  }

  private static ImageReference one(
      String field, String pointer, JsonNode node, ReadImageReferences refs) throws IOException {
    if (!node.isObject()) {
      return refs.at(field, pointer, node);
    }
    if (node.size() != 1 || !(node.has("url") || node.has("b64_json") || node.has(ARTIFACT))) {
      throw RequestFault.invalid(
          field, new Problem.Other("must have exactly one of url, b64_json and artifact."));
    }
    return node.has(ARTIFACT)
        ? artifact(field + "." + ARTIFACT, node.path(ARTIFACT))
        : refs.at(field, pointer, node);
  }

  private static ImageReference artifact(String field, JsonNode node) {
    if (!node.isString()) {
      throw RequestFault.invalid(
          field, new Problem.WrongType("a string", new Value.Json(node).kind()));
    }
    ArtifactId id =
        Artifacts.id(node.stringValue())
            .orElseThrow(() ->
                RequestFault.invalid(field, new Problem.Other("is not the id of an artifact.")));
    return new ImageReference.Stored(field, id);
  }
}
