package dev.atelier.webhook.dispatch;

import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryState;

/** Told of every try, for metrics and traces, on its own thread. Must not throw. */
@FunctionalInterface
public interface DispatchObserver {
  DispatchObserver NONE = (_, _, _) -> {};

  /**
   * @param delivery as it was before the try
   * @param state of the delivery after it; {@code PENDING}: it is tried again
   */
  void attempted(Delivery delivery, DeliveryState state, DeliveryAttempt made);
}
