package dev.atelier.providers.upstream;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a call that is answered by a small JSON. */
public sealed interface JsonAnswer {
  /**
   * A whole JSON with a status of success; it may still tell of an error.
   *
   * @param retryAfter when the upstream wants to be called again
   */
  record Said(int status, JsonNode json, Optional<Duration> retryAfter) implements JsonAnswer {}

  /** Anything else. */
  record Failed(UpstreamProblem problem) implements JsonAnswer {}
}
