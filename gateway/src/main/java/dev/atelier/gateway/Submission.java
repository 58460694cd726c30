package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.Delivery;
import dev.atelier.queue.Origin;
import dev.atelier.webhook.Outbox;
import dev.atelier.webhook.Wish;
import java.util.List;
import java.util.Optional;

/**
 * A request as a dialect hands it in.
 *
 * @param waiting whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 * @param offer who may make it, and what it costs
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
    Offer offer,
    List<Wish> wishes) {

  /** One that any account may make, at the model's price, and that tells nobody. */
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
        Offer.METERED,
        List.of());
  }

  public Submission {
    wishes = List.copyOf(wishes);
  }

  /** The same from other accounts or at another price. */
  public Submission on(Offer terms) {
    return new Submission(
        principal, request, origin, delivery, waiting, idempotencyKey, repeat, terms, wishes);
  }

  /** The same for a caller that wants to be told. */
  public Submission telling(List<Wish> whom) {
    return new Submission(
        principal, request, origin, delivery, waiting, idempotencyKey, repeat, offer, whom);
  }
}
