package dev.atelier.webhook;

import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** A delivery that is about to be written down. */
record NewDelivery(
    DeliveryId id,
    TenantId tenant,
    Optional<JobId> job,
    OptionalInt image,
    EventType event,
    Method method,
    URI url,
    String renderer,
    Optional<EndpointId> endpoint) {

  static NewDelivery to(JobSubscription subscription, OutboxEvent event, UUID id) {
    return new NewDelivery(
        new DeliveryId(id),
        event.tenant(),
        Optional.of(event.job()),
        event.image(),
        event.event(),
        subscription.method(),
        subscription.url(),
        subscription.renderer(),
        Optional.empty());
  }

  static NewDelivery to(
      WebhookEndpoint endpoint, Optional<JobId> job, OptionalInt image, EventType event, UUID id) {
    return new NewDelivery(
        new DeliveryId(id),
        endpoint.tenant(),
        job,
        image,
        event,
        Method.POST,
        endpoint.url(),
        PayloadRenderer.ATELIER,
        Optional.of(endpoint.id()));
  }
}
