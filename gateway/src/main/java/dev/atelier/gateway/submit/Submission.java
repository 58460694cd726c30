package dev.atelier.gateway.submit;

import dev.atelier.gateway.order.Terms;
import dev.atelier.image.ImageRequest;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Origin;
import dev.atelier.queue.idempotency.Fingerprint;
import dev.atelier.queue.idempotency.RequestIdentity;
import dev.atelier.webhook.outbox.Outbox;
import dev.atelier.webhook.subscription.JobSubscription;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as a dialect hands it in.
 *
 * @param interactive whether the caller stays on the line for the result
 * @param terms who may make it, and what it costs
 * @param subscriptions whom to tell of what comes of it, at most {@link Outbox#SUBSCRIPTIONS_MAX}
 * @param variant whatever else tells two requests of its API apart, such as {@code stream}
 * @param limit what it may cost
 */
public record Submission(
    Principal principal,
    ImageRequest request,
    Origin origin,
    CompletionPolicy completion,
    boolean interactive,
    ClientRetry retry,
    Terms terms,
    List<JobSubscription> subscriptions,
    String variant,
    CostLimit limit) {

  /** One that any account may make, at the model's price, and that tells nobody. */
  public Submission(
      Principal principal,
      ImageRequest request,
      Origin origin,
      CompletionPolicy completion,
      boolean interactive,
      ClientRetry retry) {
    this(
        principal,
        request,
        origin,
        completion,
        interactive,
        retry,
        Terms.USUAL,
        List.of(),
        "",
        CostLimit.NONE);
  }

  public Submission {
    subscriptions = List.copyOf(subscriptions);
  }

  /** The same from other accounts or at another price. */
  public Submission on(Terms other) {
    return new Submission(
        principal,
        request,
        origin,
        completion,
        interactive,
        retry,
        other,
        subscriptions,
        variant,
        limit);
  }

  /** The same for a caller that wants to be told. */
  public Submission telling(List<JobSubscription> whom) {
    return new Submission(
        principal, request, origin, completion, interactive, retry, terms, whom, variant, limit);
  }

  /** The same in another form of its API. */
  public Submission as(String other) {
    return new Submission(
        principal,
        request,
        origin,
        completion,
        interactive,
        retry,
        terms,
        subscriptions,
        other,
        limit);
  }

  /** The same for a caller that wants to spend no more than this. */
  public Submission upTo(CostLimit other) {
    return new Submission(
        principal,
        request,
        origin,
        completion,
        interactive,
        retry,
        terms,
        subscriptions,
        variant,
        other);
  }

  public Submission with(ClientRetry other) {
    return new Submission(
        principal,
        request,
        origin,
        completion,
        interactive,
        other,
        terms,
        subscriptions,
        variant,
        limit);
  }

  public Submission with(CompletionPolicy other) {
    return new Submission(
        principal,
        request,
        origin,
        other,
        interactive,
        retry,
        terms,
        subscriptions,
        variant,
        limit);
  }

  /**
   * By what it is known when it comes again. Whom to tell and how long links work count too: who
   * names another receiver must not believe that it will hear.
   */
  RequestIdentity identity() {
    var more = new ArrayList<String>();
    more.add(origin.dialectState());
    origin.linksLast().ifPresent(last -> more.add("links " + last.toSeconds()));
    if (!variant.isEmpty()) {
      more.add("variant " + variant);
    }
    subscriptions.forEach(subscription -> more.add(text(subscription)));
    return new RequestIdentity(
        principal.tenant(),
        principal.key(),
        retry.idempotencyKey(),
        request.operation(),
        Fingerprint.of(request, origin.dialect(), more.toArray(String[]::new)),
        retry.count(),
        retry.received());
  }

  private static String text(JobSubscription subscription) {
    String image =
        subscription.image().isPresent() ? Integer.toString(subscription.image().getAsInt()) : "";
    return String.join(
        " ",
        subscription.trigger().name(),
        image,
        subscription.method().name(),
        subscription.renderer(),
        subscription.url().toString());
  }
}
