package dev.atelier.http.wire;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * Stands in the tree for a string that went to a {@link FieldSpool}.
 *
 * @param pointer the JSON pointer that the spool was asked with
 * @param bytes its length
 */
public record Spooled(String pointer, long bytes) {
  /** The stand-in at this node, if it is one. */
  public static Optional<Spooled> at(JsonNode node) {
    return node instanceof POJONode pojo && pojo.getPojo() instanceof Spooled spooled
        ? Optional.of(spooled)
        : Optional.empty();
  }
}
