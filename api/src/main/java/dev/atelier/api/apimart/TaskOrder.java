package dev.atelier.api.apimart;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.provider.account.AccountFilter;
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

  /** Who may make it. */
  AccountFilter filter() {
    return switch (channel()) {
      case OFFICIAL -> new AccountFilter.First(ApiMartApi.OFFICIAL_TIER);
      case STANDARD ->
          officialFallback
              ? new AccountFilter.Last(ApiMartApi.OFFICIAL_TIER)
              : new AccountFilter.Without(ApiMartApi.OFFICIAL_TIER);
    };
  }

  /**
   * @param firstReference what {@code auto} follows
   */
  Order sized(Optional<ImageSize> firstReference) {
    return order.withOutput(size.on(order.output(), firstReference));
  }
}
