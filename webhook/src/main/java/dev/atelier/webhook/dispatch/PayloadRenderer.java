package dev.atelier.webhook.dispatch;

import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.subscription.JobSubscription;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes what is sent, anew at each try, from what is stored. One for each API, named in {@link
 * JobSubscription#renderer}.
 */
public interface PayloadRenderer {
  /**
   * @return empty when there is nothing left to send, or this API tells nothing on such an event:
   *     the delivery is dropped
   */
  Optional<Message> render(Delivery delivery, Instant now);

  /** How long to wait for an answer, and between tries. */
  DeliveryRetryPolicy retryPolicy();
}
