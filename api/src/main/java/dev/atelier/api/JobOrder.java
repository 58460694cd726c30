package dev.atelier.api;

import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.image.ImageRequest;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.webhook.subscription.JobSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a dialect has read out of a request that makes a job.
 *
 * @param linksLast how long links to its results work, where the request says so
 * @param variant what else tells two requests of this API apart, such as {@code stream}
 * @param limit what it may cost
 */
public record JobOrder(
    ImageRequest request,
    DialectState state,
    CompletionPolicy completion,
    Optional<Duration> linksLast,
    Terms terms,
    List<JobSubscription> subscriptions,
    String variant,
    CostLimit limit) {
  public JobOrder {
    subscriptions = List.copyOf(subscriptions);
  }

  /** One at the model's price, with links of the usual life, that tells nobody. */
  public static JobOrder of(ImageRequest request, DialectState state, CompletionPolicy completion) {
    return new JobOrder(
        request, state, completion, Optional.empty(), Terms.USUAL, List.of(), "", CostLimit.NONE);
  }

  public JobOrder on(Terms other) {
    return new JobOrder(
        request, state, completion, linksLast, other, subscriptions, variant, limit);
  }

  public JobOrder telling(List<JobSubscription> whom) {
    return new JobOrder(request, state, completion, linksLast, terms, whom, variant, limit);
  }

  public JobOrder withLinksFor(Optional<Duration> time) {
    return new JobOrder(request, state, completion, time, terms, subscriptions, variant, limit);
  }

  public JobOrder as(String other) {
    return new JobOrder(request, state, completion, linksLast, terms, subscriptions, other, limit);
  }

  /** The same for a caller that wants to spend no more than this. */
  public JobOrder upTo(CostLimit other) {
    return new JobOrder(
        request, state, completion, linksLast, terms, subscriptions, variant, other);
  }
}
