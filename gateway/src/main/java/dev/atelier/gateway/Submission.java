package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request as a dialect hands it in.
 *
 * @param dialect the API it came through, such as {@code openai}
 * @param note what only that API must know later, as JSON of at most 16 KiB, without bytes
 * @param waiting whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 * @param pictureMicros what one picture costs at most where this API sells by the picture, in
 *     micro-dollars; the model's price if empty
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    String dialect,
    String note,
    Delivery delivery,
    boolean waiting,
    Optional<String> idempotencyKey,
    boolean repeat,
    OptionalLong pictureMicros) {
  private static final int NOTE_MAX = 16 * 1024;

  /** One at the model's price. */
  public Submission(
      Principal principal,
      ImageRequest request,
      String dialect,
      String note,
      Delivery delivery,
      boolean waiting,
      Optional<String> idempotencyKey,
      boolean repeat) {
    this(
        principal,
        request,
        dialect,
        note,
        delivery,
        waiting,
        idempotencyKey,
        repeat,
        OptionalLong.empty());
  }

  public Submission {
    if (note.length() > NOTE_MAX) {
      throw new IllegalArgumentException("a dialect note holds at most " + NOTE_MAX);
    }
  }
}
