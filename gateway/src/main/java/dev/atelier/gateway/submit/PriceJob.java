package dev.atelier.gateway.submit;

import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.job.Ids;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.order.Terms;
import dev.atelier.gateway.settle.RetentionPolicy;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.metering.key.Principal;
import dev.atelier.provider.account.RoutingKey;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Turns a resolved request into the job that would be accepted, with its price and its permit. */
final class PriceJob {
  private final QuoteJob quote;
  private final SignedQuotes quotes;
  private final AdmitJob admit;
  private final RetentionPolicy retention;
  private final Duration startWithin;
  private final Ids ids;
  private final Clocks clocks;

  PriceJob(
      QuoteJob quote,
      SignedQuotes quotes,
      AdmitJob admit,
      RetentionPolicy retention,
      Duration startWithin,
      Ids ids,
      Clocks clocks) {
    this.quote = quote;
    this.quotes = quotes;
    this.admit = admit;
    this.retention = retention;
    this.startWithin = startWithin;
    this.ids = ids;
    this.clocks = clocks;
  }

  JobSpec spec(Submission submission, ImageRequest resolved, RoutingKey route) {
    Principal principal = submission.principal();
    Instant now = clocks.now();
    return new JobSpec(
        ids.job(),
        principal.tenant(),
        principal.key(),
        route.text(),
        resolved,
        submission.origin(),
        new JobSpec.Handling(
            submission.completion(),
            submission.interactive(),
            retention.forGood(principal.tenant()),
            !submission.subscriptions().isEmpty()),
        affordable(submission, resolved, now),
        now,
        now.plus(startWithin));
  }

  private Price affordable(Submission submission, ImageRequest resolved, Instant now) {
    Terms terms = submission.terms();
    String dialect = submission.origin().dialect();
    Price price =
        submission
            .limit()
            .quote()
            .map(text -> quotes.read(text, submission.principal().tenant()))
            .map(quoted -> quote.price(resolved, terms, dialect, quoted))
            .orElseGet(() -> quote.price(resolved, terms, dialect, now));
    requireWithin(submission.limit().maxMicros(), price.heldMicros() * resolved.order().count());
    return price;
  }

  /**
   * @param max what a caller gave as the most, in micro-dollars
   * @param most what its order may cost
   */
  static void requireWithin(Optional<Long> max, long most) {
    max.filter(bound -> most > bound)
        .ifPresent(bound -> {
          throw new FaultException(new AdmissionFault.AboveMaxCost(most, bound));
        });
  }

  /**
   * Counts the job against its caller's limits.
   *
   * @throws FaultException {@code RateLimited}, {@code InvalidOrder}
   */
  AdmitJob.Admitted admit(Principal principal, JobSpec job) {
    return admit.admit(principal, job.request());
  }
}
