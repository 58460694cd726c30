package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A call of an {@link AdminRoute}.
 *
 * @param variables of the path, by name
 * @param fields of the body, or of the query where there is none
 * @param body as it came; an empty object where there is none
 */
record AdminCall(Principal who, Map<String, String> variables, Fields fields, JsonNode body) {

  String id() {
    return Optional.ofNullable(variables.get("id")).orElseThrow();
  }

  String name() {
    return Optional.ofNullable(variables.get("name")).orElseThrow();
  }

  /**
   * A list of words, each of which {@code reading} knows; absent where it is not given.
   *
   * @throws FaultException an invalid field
   */
  <T> Optional<Set<T>> words(
      String field, Function<String, Optional<T>> reading, Collection<String> known) {
    JsonNode list = body.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return Optional.empty();
    }
    if (!list.isArray()) {
      throw fields.invalid(field, new Problem.WrongType("an array", "something else"));
    }
    var words = new LinkedHashSet<T>();
    for (JsonNode one : list) {
      String word = one.isString() ? one.stringValue() : one.toString();
      words.add(
          reading
              .apply(word)
              .orElseThrow(
                  () -> fields.invalid(field, new Problem.NotOneOf(word, List.copyOf(known)))));
    }
    return Optional.of(words);
  }

  FaultException notFound(String what, String id) {
    return new FaultException(new RequestFault.NotFound(what, id));
  }
}
