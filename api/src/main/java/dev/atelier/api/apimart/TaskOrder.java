package dev.atelier.api.apimart;

import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import java.util.Optional;

/**
 * The fields of a submission, read.
 *
 * @param order all but the size
 * @param officialFallback whether accounts of the official tier may serve it too
 */
record TaskOrder(Channel channel, Order order, SizeWish size, boolean officialFallback) {
  /**
   * @param firstReference what {@code auto} follows
   */
  Order sized(Optional<ImageSize> firstReference) {
    return order.withOutput(size.on(order.output(), firstReference));
  }
}
