package dev.atelier.api.apimart;

import dev.atelier.api.ApiMartTerms;
import dev.atelier.gateway.order.Terms;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import java.util.Optional;

/**
 * The fields of a submission, read.
 *
 * @param order all but the size
 * @param officialFallback whether accounts of the official tier may serve it where no other can
 */
record TaskOrder(Offer offer, Order order, RequestedSize size, boolean officialFallback) {
  Channel channel() {
    return offer.channel();
  }

  /** Who may make it, and by whose prices. */
  Terms terms() {
    return switch (channel()) {
      case OFFICIAL -> ApiMartTerms.official();
      case STANDARD -> ApiMartTerms.standard(officialFallback);
    };
  }

  /**
   * @param firstReference what {@code auto} follows
   */
  Order sized(Optional<ImageSize> firstReference) {
    return order.withOutput(size.on(order.output(), firstReference));
  }
}
