package dev.atelier.http.upstream;

import java.util.Optional;

/**
 * The head of an answer.
 *
 * @param status 200..599
 */
record AnswerHead(int status, Fields fields) {
  /** The first header of this name, in any case. */
  Optional<String> header(String name) {
    return fields.first(name);
  }

  /** Its headers. */
  @FunctionalInterface
  interface Fields {
    Optional<String> first(String name);
  }
}
