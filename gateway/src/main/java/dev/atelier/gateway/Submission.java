package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import dev.atelier.queue.Origin;
import dev.atelier.webhook.Outbox;
import dev.atelier.webhook.Wish;
import java.util.List;
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
 * @param wishes whom to tell of what comes of it, at most {@link Outbox#WISHES_MAX}
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    Origin origin,
    Delivery delivery,
    boolean waiting,
    Optional<String> idempotencyKey,
    boolean repeat,
    OptionalLong pictureMicros,
    List<Wish> wishes) {

  /** One at the model's price that tells nobody. */
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
        OptionalLong.empty(),
        List.of());
  }

  public Submission {
    wishes = List.copyOf(wishes);
  }

  /** The same where one picture costs at most {@code micros}, if that is given. */
  public Submission pricedAt(OptionalLong micros) {
    return new Submission(
        principal, request, origin, delivery, waiting, idempotencyKey, repeat, micros, wishes);
  }

  /** The same for a caller that wants to be told. */
  public Submission telling(List<Wish> whom) {
    return new Submission(
        principal, request, origin, delivery, waiting, idempotencyKey, repeat, pictureMicros, whom);
  }
}
