package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import dev.atelier.queue.Origin;
import java.util.Optional;

/**
 * A request as a dialect hands it in.
 *
 * @param waiting whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 * @param offer who may make it, and what it costs
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    Origin origin,
    Delivery delivery,
    boolean waiting,
    Optional<String> idempotencyKey,
    boolean repeat,
    Offer offer) {

  /** One that any account may make, at the model's price. */
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
        Offer.METERED);
  }
}
