package dev.atelier.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * How a job came in, and what its API must know to answer for it later.
 *
 * @param dialect the API it came through, such as {@code openai}
 * @param note what only that API needs, as JSON without bytes; opaque here
 * @param base what links to its results begin with: scheme and host, no slash at the end
 * @param linksLast how long each link works, where the request said so
 */
public record Origin(String dialect, String note, String base, Optional<Duration> linksLast) {
  private static final int NOTE_MAX = 16 * 1024;

  /** One with links of the usual life. */
  public Origin(String dialect, String note, String base) {
    this(dialect, note, base, Optional.empty());
  }

  public Origin {
    if (note.length() > NOTE_MAX) {
      throw new IllegalArgumentException("a note holds at most " + NOTE_MAX + " characters");
    }
  }
}
