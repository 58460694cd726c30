package dev.atelier.webhook.dispatch;

import dev.atelier.database.Tx;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryAttemptRows;
import dev.atelier.webhook.delivery.DeliveryRows;
import dev.atelier.webhook.subscription.EndpointRows;
import java.time.Instant;

/** Writes down how a try ended. */
final class RecordAttempt {
  private RecordAttempt() {}

  /**
   * The log gets every try of a delivery that still exists. What becomes of the delivery is decided
   * only by its latest claim.
   */
  static void write(
      Tx tx, Claim claim, DeliveryDecision decision, DeliveryAttempt made, Instant now) {
    var delivery = claim.delivery();
    if (DeliveryRows.find(tx, delivery.tenant(), delivery.id()).isEmpty()) {
      return;
    }
    DeliveryAttemptRows.insert(tx, delivery.id(), made);
    switch (decision) {
      case DeliveryDecision.Again(var delay) -> ClaimRows.again(tx, claim, now.plus(delay), made);
      case DeliveryDecision.End(var state, var gone) -> {
        boolean latest = ClaimRows.end(tx, claim, state, now, made);
        if (latest && gone) {
          delivery
              .endpoint()
              .ifPresent(endpoint ->
                  EndpointRows.deactivate(tx, delivery.tenant(), endpoint, delivery.url()));
        }
      }
    }
  }
}
