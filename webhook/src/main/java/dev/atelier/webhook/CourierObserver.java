package dev.atelier.webhook;

import java.time.Duration;

/** Told of every try, for metrics. Must not block or throw. */
@FunctionalInterface
public interface CourierObserver {
  CourierObserver NONE = (_, _, _) -> {};

  /**
   * @param state of the delivery after the try; {@code PENDING}: it is tried again
   */
  void tried(Method method, DeliveryState state, Duration took);
}
