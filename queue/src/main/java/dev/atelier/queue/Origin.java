package dev.atelier.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How a job came in, and what its API must know to answer for it later.
 *
 * @param dialect the API it came through, such as {@code openai}
 * @param dialectState what only that API needs, as JSON without bytes; opaque here
 * @param base what links to its results begin with: scheme and host, no slash at the end
 * @param linksLast how long each link works, where the request said so
 * @param requestId the {@code x-request-id} of its answer; empty if it came in otherwise
 * @param traceparent the span of that request, as W3C's header writes it; empty if it is not traced
 * @param session by which its client is told of it; empty if it is told otherwise
 */
public record Origin(
    String dialect,
    String dialectState,
    String base,
    Optional<Duration> linksLast,
    Optional<String> requestId,
    Optional<String> traceparent,
    Optional<UUID> session) {
  private static final int STATE_MAX = 16 * 1024;

  /** One with links of the usual life that no request brought. */
  public Origin(String dialect, String dialectState, String base) {
    this(dialect, dialectState, base, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** One that came in by no session. */
  public Origin(
      String dialect,
      String dialectState,
      String base,
      Optional<Duration> linksLast,
      Optional<String> requestId,
      Optional<String> traceparent) {
    this(dialect, dialectState, base, linksLast, requestId, traceparent, Optional.empty());
  }

  public Origin {
    if (dialectState.length() > STATE_MAX) {
      throw new IllegalArgumentException(
          "a dialect's state has at most " + STATE_MAX + " characters");
    }
  }

  /** The same of a job whose client is told of it by a session. */
  public Origin in(UUID other) {
    return new Origin(
        dialect, dialectState, base, linksLast, requestId, traceparent, Optional.of(other));
  }
}
