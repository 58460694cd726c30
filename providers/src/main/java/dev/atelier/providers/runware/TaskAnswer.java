package dev.atelier.providers.runware;

import dev.atelier.providers.upstream.UpstreamProblem;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the service said to one request.
 *
 * @param json its envelope of {@code data} and {@code errors}; empty where it sent none
 * @param problem why it is no success
 */
record TaskAnswer(JsonNode json, Optional<UpstreamProblem> problem) {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  static TaskAnswer of(JsonNode json) {
    return new TaskAnswer(json, Optional.empty());
  }

  static TaskAnswer of(UpstreamProblem problem) {
    return new TaskAnswer(NOTHING, Optional.of(problem));
  }
}
