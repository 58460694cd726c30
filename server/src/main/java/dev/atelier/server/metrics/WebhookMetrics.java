package dev.atelier.server.metrics;

import dev.atelier.webhook.Method;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryAttempt;
import dev.atelier.webhook.delivery.DeliveryState;
import dev.atelier.webhook.dispatch.DispatchObserver;
import java.util.Locale;

/** What is measured of messages and uploads to users' URLs. */
public final class WebhookMetrics implements DispatchObserver {
  private final Metrics metrics;

  public WebhookMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void attempted(Delivery delivery, DeliveryState state, DeliveryAttempt made) {
    metrics.record(
        "atelier.webhooks.tries",
        "time that a try took, by the state of the delivery after it",
        Buckets.DELIVERY,
        made.took(),
        "kind",
        delivery.method() == Method.PUT ? "upload" : "message",
        "state",
        state.name().toLowerCase(Locale.ROOT));
  }
}
