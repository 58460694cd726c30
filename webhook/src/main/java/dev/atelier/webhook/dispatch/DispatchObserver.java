package dev.atelier.webhook.dispatch;

import dev.atelier.webhook.Method;
import dev.atelier.webhook.delivery.DeliveryState;
import java.time.Duration;

/** Told of every try, for metrics. Must not block or throw. */
@FunctionalInterface
public interface DispatchObserver {
  DispatchObserver NONE = (_, _, _) -> {};

  /**
   * @param state of the delivery after the try; {@code PENDING}: it is tried again
   */
  void attempted(Method method, DeliveryState state, Duration took);
}
