package dev.atelier.providers.upstream;

import dev.atelier.provider.Results;

/** What came of fetching an image. */
public sealed interface Fetched {
  /**
   * All of it.
   *
   * @param sink what it was written to, to be completed and closed
   */
  record Whole(Results.Sink sink) implements Fetched {}

  /** Nothing that is of use; no sink is left open. */
  record Failed(UpstreamProblem problem) implements Fetched {}
}
