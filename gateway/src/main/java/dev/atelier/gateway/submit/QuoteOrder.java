package dev.atelier.gateway.submit;

import dev.atelier.catalog.price.PriceList;
import dev.atelier.gateway.job.Clocks;
import dev.atelier.gateway.order.CostBreakdown;
import dev.atelier.gateway.order.Quote;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.order.ResolveOrder;
import dev.atelier.gateway.order.SignedQuotes;
import dev.atelier.gateway.order.Terms;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.Price;
import java.time.Instant;
import java.util.Optional;

/**
 * Says what an order would cost, and gives that price for a while. Everything is checked that
 * submitting it would check of the order and its caller; nothing is held, stored or moderated. It
 * counts as one request against the caller's pace, and as no picture.
 */
public final class QuoteOrder {
  private final ResolveOrder resolve;
  private final RouteJob route;
  private final QuoteJob quote;
  private final SignedQuotes quotes;
  private final AdmitJob admit;
  private final Clocks clocks;

  QuoteOrder(
      ResolveOrder resolve,
      RouteJob route,
      QuoteJob quote,
      SignedQuotes quotes,
      AdmitJob admit,
      Clocks clocks) {
    this.resolve = resolve;
    this.route = route;
    this.quote = quote;
    this.quotes = quotes;
    this.admit = admit;
    this.clocks = clocks;
  }

  /**
   * An order's price.
   *
   * @param id by which an order has this quote
   * @param given when
   */
  public record Quoted(
      String id, Quote quote, Instant given, CostBreakdown expected, PriceList list) {}

  /**
   * @param dialect the API that the order will come through
   * @param max what it may cost at most, in micro-dollars
   * @throws FaultException as {@link SubmitJob#submit} does for the order, its caller's permissions
   *     and limits, and its price
   */
  public Quoted quote(
      Principal principal, ImageRequest request, Terms terms, String dialect, Optional<Long> max) {
    principal.require(Scope.GENERATE);
    ImageRequest resolved = resolve.resolve(request);
    principal.requireModel(resolved.order().model());
    route.of(terms, resolved);
    Instant now = clocks.now();
    PriceList list = quote.list(now);
    Price price = quote.price(resolved, terms, dialect, list);
    var quoted =
        new Quote(
            principal.tenant(),
            list.id(),
            price.heldMicros(),
            quotes.expiry(),
            quote.priced(resolved, terms, dialect));
    PriceJob.requireWithin(max, quoted.ceilingMicros());
    admit.admitQuestion(principal, resolved);
    return new Quoted(
        quotes.text(quoted), quoted, now, quote.expected(resolved, price, list), list);
  }
}
