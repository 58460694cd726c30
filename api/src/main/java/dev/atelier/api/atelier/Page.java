package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a list that begins with what is newest.
 *
 * @param limit most items
 * @param before only what is older than this
 */
record Page<I>(int limit, Optional<I> before) {
  static final String LIMIT = "limit";
  static final String BEFORE = "before";
  static final int LIMIT_MAX = 100;
  private static final int LIMIT_USUAL = 20;

  /**
   * @param id reads an id
   * @param more the list's other parameters
   * @throws FaultException {@code InvalidField}, also for a parameter that the list does not have
   */
  static <I> Page<I> of(Exchange exchange, Function<String, Optional<I>> id, Set<String> more) {
    return of(Fields.ofQuery(exchange), id, more);
  }

  /** The same of a query that was read. */
  static <I> Page<I> of(Fields query, Function<String, Optional<I>> id, Set<String> more) {
    var known = new HashSet<>(more);
    known.addAll(Set.of(LIMIT, BEFORE));
    query.only(known);
    Optional<I> before =
        query
            .text(BEFORE)
            .map(text ->
                id.apply(text)
                    .orElseThrow(() -> query.invalid(BEFORE, new Problem.Other("is no id."))));
    return new Page<>(query.integer(LIMIT, 1, LIMIT_MAX).orElse(LIMIT_USUAL), before);
  }

  /** How many to ask for, so that it shows whether more follow. */
  int asked() {
    return limit + 1;
  }

  /**
   * @param found up to {@link #asked()}
   * @param id what the next page is asked for with
   */
  <T> ObjectNode json(List<T> found, Function<T, ObjectNode> item, Function<T, Object> id) {
    List<T> shown = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    shown.forEach(one -> data.add(item.apply(one)));
    json.put("has_more", more);
    Json.text(
        json,
        "next_before",
        more ? Optional.of(id.apply(shown.getLast()).toString()) : Optional.empty());
    return json;
  }
}
