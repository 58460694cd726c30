package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import dev.atelier.queue.Origin;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request as a dialect hands it in.
 *
 * @param waiting whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 * @param pictureMicros what one picture costs at most where this API sells by the picture, in
 *     micro-dollars; the model's price if empty
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    Origin origin,
    Delivery delivery,
    boolean waiting,
    Optional<String> idempotencyKey,
    boolean repeat,
    OptionalLong pictureMicros) {

  /** One at the model's price. */
  public Submission(
      Principal principal,
      ImageRequest request,
      Origin origin,
      Delivery delivery,
      boolean waiting,
      Optional<String> idempotencyKey,
      boolean repeat) {
    this(
        principal,
        request,
        origin,
        delivery,
        waiting,
        idempotencyKey,
        repeat,
        OptionalLong.empty());
  }
}
