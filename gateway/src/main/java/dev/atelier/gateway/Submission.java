package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import java.util.Optional;

/**
 * A request as a dialect hands it in.
 *
 * @param dialect the API it came through, such as {@code openai}
 * @param note what only that API must know later, as JSON of at most 16 KiB, without bytes
 * @param waiting whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    String dialect,
    String note,
    Delivery delivery,
    boolean waiting,
    Optional<String> idempotencyKey,
    boolean repeat) {
  private static final int NOTE_MAX = 16 * 1024;

  public Submission {
    if (note.length() > NOTE_MAX) {
      throw new IllegalArgumentException("a dialect note holds at most " + NOTE_MAX);
    }
  }
}
