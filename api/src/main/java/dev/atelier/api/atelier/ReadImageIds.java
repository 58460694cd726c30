package dev.atelier.api.atelier;

import dev.atelier.image.ImageId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads lists of images that a request names. */
final class ReadImageIds {
  private ReadImageIds() {}

  /**
   * A member of a body, each image once; none if it is not given.
   *
   * @throws dev.atelier.image.FaultException an invalid field
   */
  static List<ImageId> of(JsonNode body, String field, int max) {
    JsonNode list = body.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw RequestFault.invalid(field, new Problem.WrongType("an array", "something else"));
    }
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.isString() ? one.stringValue() : one.toString()));
    return of(texts, field, max);
  }

  /** The same of texts. */
  static List<ImageId> of(List<String> texts, String field, int max) {
    if (texts.size() > max) {
      throw RequestFault.invalid(field, new Problem.TooMany(max, texts.size()));
    }
    var ids = new ArrayList<ImageId>();
    for (int at = 0; at < texts.size(); at++) {
      String name = field + "[" + at + "]";
      ids.add(
          ImageId.parse(texts.get(at))
              .orElseThrow(() -> RequestFault.invalid(name, new Problem.Other("is no id."))));
    }
    return ids.stream().distinct().toList();
  }
}
