package dev.atelier.benchmarks.gateway;

/** What is asked, and what has to be true of the server before and after. */
sealed interface Load {
  /** Pictures from the upstream: whoever is between passes its answer on. */
  record Pictures(Request request) implements Load {}

  /** The same from pictures: two references of about 4 MB are sent with each request. */
  record Edits() implements Load {}

  /** What the server answers by itself. */
  record Constant(Request request) implements Load {}

  /** How one job stands: it waits for its upstream, or has ended. */
  record Poll(AsyncApi api, boolean ended) implements Load {}

  /**
   * Jobs to be made later. While they are accepted no upstream is called; then all of them are
   * made, and the work for that is told apart.
   */
  record Submit(AsyncApi api) implements Load {}

  /** Tasks over WebSockets, each connection waiting for a picture before it sends the next. */
  record Tasks() implements Load {}

  /** Whether other gateways can be asked the same: the answer is the upstream's. */
  default boolean upstreamAnswers() {
    return this instanceof Pictures || this instanceof Edits;
  }
}
