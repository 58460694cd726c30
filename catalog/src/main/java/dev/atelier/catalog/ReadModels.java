package dev.atelier.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads models one after the other. One with the id of an earlier model changes that one, one that
 * is {@code like} an earlier one begins as that: each key at the top replaces what was there.
 */
final class ReadModels {
  private static final String ID = "id";
  private static final String LIKE = "like";

  /** What is a model's own and never another's. */
  private static final List<String> OWN = List.of("names", "preferred");

  private final Map<String, ObjectNode> files = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();

  /**
   * @throws ModelException naming the key that is wrong
   */
  void add(JsonNode file) {
    if (!(file instanceof ObjectNode written)) {
      throw new ModelException(ID, "is missing");
    }
    String id = text(written, ID).orElseThrow(() -> new ModelException(ID, "is missing"));
    ObjectNode whole = begin(id, text(written, LIKE));
    whole.setAll(written);
    whole.remove(LIKE);
    Model model = read(whole);
    models.values().stream()
        .filter(other -> !other.id().equals(id))
        .forEach(other -> requireOwnNames(model, other));
    files.put(id, whole);
    models.put(id, model);
  }

  /** In the order in which they were first read. */
  List<Model> models() {
    return List.copyOf(models.values());
  }

  private ObjectNode begin(String id, Optional<String> like) {
    ObjectNode same = files.get(id);
    if (like.isEmpty()) {
      return same == null ? JsonNodeFactory.instance.objectNode() : same.deepCopy();
    }
    if (same != null) {
      throw new ModelException(LIKE, "is for new models; without it this changes " + id);
    }
    ObjectNode example = files.get(like.get());
    if (example == null) {
      throw new ModelException(
          LIKE, "must be one of " + String.join(", ", files.keySet()) + ", not " + like.get());
    }
    ObjectNode begun = example.deepCopy();
    begun.remove(OWN);
    return begun.put("preferred", false);
  }

  private static Model read(ObjectNode whole) {
    try {
      return ModelFile.of(whole).toModel();
    } catch (JacksonException e) {
      throw ModelKeys.wrong(e);
    }
  }

  private static void requireOwnNames(Model model, Model other) {
    for (Listing listing : Listing.values()) {
      model.names(listing).stream()
          .filter(other.names(listing)::contains)
          .findFirst()
          .ifPresent(name -> {
            throw new ModelException(
                "names." + listing.word(), "has " + name + ", a name of " + other.id() + " too");
          });
    }
  }

  private static Optional<String> text(ObjectNode file, String key) {
    return Optional.ofNullable(file.get(key)).filter(JsonNode::isString).map(JsonNode::asString);
  }
}
