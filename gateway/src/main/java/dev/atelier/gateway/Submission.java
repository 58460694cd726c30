package dev.atelier.gateway;

import dev.atelier.image.ImageRequest;
import dev.atelier.metering.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Origin;
import dev.atelier.webhook.JobSubscription;
import dev.atelier.webhook.Outbox;
import java.util.List;
import java.util.Optional;

/**
 * A request as a dialect hands it in.
 *
 * @param interactive whether the caller stays on the line for the result
 * @param idempotencyKey the caller's own name of this request
 * @param repeat whether the client says that it has sent this request before
 * @param terms who may make it, and what it costs
 * @param subscriptions whom to tell of what comes of it, at most {@link Outbox#SUBSCRIPTIONS_MAX}
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    Origin origin,
    CompletionPolicy completion,
    boolean interactive,
    Optional<String> idempotencyKey,
    boolean repeat,
    Terms terms,
    List<JobSubscription> subscriptions) {

  /** One that any account may make, at the model's price, and that tells nobody. */
  public Submission(
      Principal principal,
      ImageRequest request,
      Origin origin,
      CompletionPolicy completion,
      boolean interactive,
      Optional<String> idempotencyKey,
      boolean repeat) {
    this(
        principal,
        request,
        origin,
        completion,
        interactive,
        idempotencyKey,
        repeat,
        Terms.METERED,
        List.of());
  }

  public Submission {
    subscriptions = List.copyOf(subscriptions);
  }

  /** The same from other accounts or at another price. */
  public Submission on(Terms terms) {
    return new Submission(
        principal,
        request,
        origin,
        completion,
        interactive,
        idempotencyKey,
        repeat,
        terms,
        subscriptions);
  }

  /** The same for a caller that wants to be told. */
  public Submission telling(List<JobSubscription> whom) {
    return new Submission(
        principal, request, origin, completion, interactive, idempotencyKey, repeat, terms, whom);
  }
}
